package chatcontacts.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;

/** What goes wrong on purpose, seen through the real SDK. */
class ConnectSimulatorFaultsTest {

    private final SdkOnSimulator sdk = new SdkOnSimulator();

    @AfterEach
    void stop() {
        sdk.close();
    }

    @ParameterizedTest
    @EnumSource(ConnectError.class)
    void saysEachErrorSoThatTheSdkKnowsItInEveryStyle(ConnectError error) {
        for (boolean suffixed : new boolean[] {false, true}) {
            for (boolean lowerCase : new boolean[] {false, true}) {
                sdk.simulator.errorStyle(new ErrorStyle(suffixed, lowerCase));
                sdk.simulator.change(it -> it.faults().next(1, new CallFault.Instead(error)));
                assertThat(sdk.failureOf(SdkOnSimulator.request("a")))
                        .isInstanceOfSatisfying(AwsServiceException.class, thrown -> {
                            assertThat(thrown.statusCode()).isEqualTo(error.status());
                            assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo(error.code());
                            assertThat(thrown.awsErrorDetails().errorMessage()).isEqualTo("injected");
                            assertThat(thrown.requestId()).hasSize(36);
                        });
            }
        }
        assertThat(sdk.answers("Instead:" + error.code())).isEqualTo(4);
        assertThat(sdk.use("a")).isEqualTo(new TokenUse(4, 0));
    }

    @Test
    void leavesNoContactWhenTheConnectionIsCutBeforeTheWork() {
        sdk.simulator.change(it -> it.faults().next(1, new CallFault.CutBefore()));
        assertThat(sdk.failureOf(SdkOnSimulator.request("a"))).isInstanceOf(SdkClientException.class);
        assertThat(sdk.simulator.active("i")).isZero();
        sdk.start("a");
        assertThat(sdk.use("a")).isEqualTo(new TokenUse(2, 1));
    }

    @Test
    void leavesAContactWhenTheConnectionIsCutAfterTheWork() {
        sdk.simulator.change(it -> it.faults().nextOfToken("a"::equals, 1, new CallFault.CutAfter()));
        sdk.start("b");
        assertThat(sdk.failureOf(SdkOnSimulator.request("a"))).isInstanceOf(SdkClientException.class);
        assertThat(sdk.simulator.active("i")).isEqualTo(2);
        sdk.start("a");
        assertThat(sdk.use("a")).isEqualTo(new TokenUse(2, 1));
        assertThat(sdk.answers("REPEATED")).isEqualTo(1);
    }

    @Test
    void leavesAContactWhenTheAnswerIsTruncated() {
        sdk.simulator.change(it -> it.faults().next(1, new CallFault.Truncated()));
        assertThat(sdk.failureOf(SdkOnSimulator.request("a"))).isInstanceOf(SdkClientException.class);
        assertThat(sdk.simulator.active("i")).isEqualTo(1);
    }

    @Test
    void answersLaterThanTheClientWaits() {
        sdk.simulator.change(it -> it.faults().next(1, new CallFault.Late(Duration.ofMinutes(1))));
        StartChatContactRequest impatient = SdkOnSimulator.request("a").toBuilder()
                .overrideConfiguration(it -> it.apiCallAttemptTimeout(Duration.ofMillis(300)))
                .build();
        assertThat(sdk.failureOf(impatient)).isInstanceOf(ApiCallAttemptTimeoutException.class);
        assertThat(sdk.simulator.active("i")).isEqualTo(1);
        // the SDK drops the connection, and with it the call is no longer in flight
        await().until(() -> sdk.simulator.stats().inFlight() == 0);
    }

    @Test
    void seesRetriesThatTheSdkMakesByItself() {
        sdk.simulator.change(it -> it.faults().next(1, new CallFault.Instead(ConnectError.LIMIT_EXCEEDED)));
        try (ConnectAsyncClient eager = sdk.client(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret")),
                AwsRetryStrategy.standardRetryStrategy())) {
            eager.startChatContact(SdkOnSimulator.request("a")).join();
        }
        assertThat(sdk.simulator.stats().sdkAttempts()).isEqualTo(Map.of(1, 1L, 2, 1L));
    }

    @Test
    void countsUnsignedCallsAndRefusesThem() {
        try (ConnectAsyncClient unsigned =
                sdk.client(AnonymousCredentialsProvider.create(), AwsRetryStrategy.doNotRetry())) {
            assertThatThrownBy(() -> unsigned.startChatContact(SdkOnSimulator.request("a"))
                            .join())
                    .hasCauseInstanceOf(AwsServiceException.class);
        }
        assertThat(sdk.simulator.stats().unsigned()).isEqualTo(1);
        assertThat(sdk.answers("MissingAuthenticationTokenException")).isEqualTo(1);
        assertThat(sdk.simulator.active("i")).isZero();
    }
}
