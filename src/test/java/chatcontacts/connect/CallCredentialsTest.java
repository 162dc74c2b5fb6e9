package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.request.Requests;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Credentials that are late, missing or never come. */
final class CallCredentialsTest {

    private static final String STARTED =
            "{\"ContactId\":\"c-1\",\"ParticipantId\":\"p-1\",\"ParticipantToken\":\"hidden-token\"}";

    @Test
    void doesNotWaitForCredentialsOnTheCallersThread() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AwsCredentialsProvider slow = () -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw SdkClientException.create("interrupted", e);
            }
            return TestLane.CREDENTIALS.resolveCredentials();
        };
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.with(server.uri(), slow)) {
            CompletableFuture<CallResult> call = assertTimeoutPreemptively(
                    Duration.ofMillis(500),
                    () -> lane.starter().start(Requests.full().call(), "t").toCompletableFuture());
            assertThat(call).isNotDone();

            released.countDown();

            assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(CallResult.ChatStarted.class);
        }
    }

    @Test
    void givesUpOnCredentialsThatDoNotCome() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AwsCredentialsProvider hanging = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw SdkClientException.create("late");
        };
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.with(server.uri(), hanging)) {
            assertThat(lane.call()).isEqualTo(new CallResult.Unavailable("credentials-unreachable", Optional.empty()));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void tellsOfMissingCredentialsWithoutACall() throws Exception {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        };
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.with(server.uri(), none)) {
            assertThat(lane.call())
                    .isEqualTo(new CallResult.CredentialsRejected("credentials-missing", Optional.empty()));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void callsThatComeAtOnceShareOneLookAndAreReadyOnceItHasItsResult() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        AwsCredentialsProvider slow = () -> {
            looks.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw SdkClientException.create("interrupted", e);
            }
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        };
        LaneCredentials credentials = new LaneCredentials(slow, Duration.ofSeconds(30), () -> {});
        try (credentials) {
            assertThat(credentials.areSettled()).isFalse();
            CompletableFuture<?> first = credentials.current();
            CompletableFuture<?> second = credentials.current();

            released.countDown();

            assertThat(first).failsWithin(Duration.ofSeconds(30));
            assertThat(second).failsWithin(Duration.ofSeconds(30));
            assertThat(credentials.areSettled()).as("a call is to tell of it").isTrue();
            assertThat(looks).hasValue(1);
        }
    }
}
