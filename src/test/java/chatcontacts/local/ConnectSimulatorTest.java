package chatcontacts.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;
import software.amazon.awssdk.services.connect.model.LimitExceededException;
import software.amazon.awssdk.services.connect.model.PersistentChat;
import software.amazon.awssdk.services.connect.model.RehydrationType;
import software.amazon.awssdk.services.connect.model.SegmentAttributeValue;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;
import software.amazon.awssdk.services.connect.model.StartChatContactResponse;

/** The simulator against the real SDK. */
class ConnectSimulatorTest {

    /** One for all tests: closing it takes two seconds. */
    private static final SdkAsyncHttpClient HTTP =
            NettyNioAsyncHttpClient.builder().maxConcurrency(200).build();

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final ConnectSimulator simulator =
            ConnectSimulator.start(0, 5, it -> it.rules().rateUnlimited(), events::add);
    private final ConnectAsyncClient client = client(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret")),
            AwsRetryStrategy.doNotRetry());

    private ConnectAsyncClient client(AwsCredentialsProvider credentials, RetryStrategy retries) {
        return ConnectAsyncClient.builder()
                .endpointOverride(simulator.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(HTTP)
                .overrideConfiguration(override -> override.retryStrategy(retries))
                .build();
    }

    @AfterAll
    static void closeHttp() {
        HTTP.close();
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
        assertThat(simulator.failure()).isEmpty();
    }

    private static StartChatContactRequest request(String token) {
        return StartChatContactRequest.builder()
                .instanceId("i")
                .contactFlowId("flow")
                .participantDetails(details -> details.displayName("Ada"))
                .clientToken(token)
                .build();
    }

    private StartChatContactResponse start(String token) {
        return client.startChatContact(request(token)).join();
    }

    private Throwable failureOf(StartChatContactRequest request) {
        return client.startChatContact(request)
                .handle((response, thrown) -> thrown instanceof CompletionException ? thrown.getCause() : thrown)
                .join();
    }

    private TokenUse use(String token) {
        return simulator.token("i", token);
    }

    private long answers(String kind) {
        return simulator.stats().answers(kind);
    }

    @Test
    void startsAChatAndGivesTheSameContactForTheSameToken() {
        StartChatContactResponse first = start("a");
        assertThat(first.contactId()).hasSize(36);
        assertThat(first.participantId()).hasSize(36);
        assertThat(first.participantToken()).startsWith(ConnectModel.TOKEN_PREFIX);
        assertThat(first.continuedFromContactId()).isNull();
        StartChatContactResponse again = start("a");
        assertThat(again.contactId()).isEqualTo(first.contactId());
        assertThat(again.participantToken()).isEqualTo(first.participantToken());
        assertThat(start("b").contactId()).isNotEqualTo(first.contactId());
        assertThat(use("a")).isEqualTo(new TokenUse(2, 1));
        assertThat(simulator.active("i")).isEqualTo(2);
        assertThat(simulator.stats().sdkAttempts()).isEqualTo(Map.of(1, 3L));
        assertThat(simulator.stats().userAgents().keySet())
                .singleElement()
                .asString()
                .contains("aws-sdk-java");
    }

    @Test
    void receivesEveryParameterAsSent() {
        StartChatContactRequest full = request("full").toBuilder()
                .attributes(Map.of("key", "värde"))
                .participantConfiguration(it -> it.responseMode("COMPLETE"))
                .initialMessage(it -> it.contentType("text/plain").content("hello"))
                .chatDurationInMinutes(90)
                .supportedMessagingContentTypes("text/plain", "application/json")
                .persistentChat(PersistentChat.builder()
                        .rehydrationType(RehydrationType.FROM_SEGMENT)
                        .sourceContactId("source")
                        .build())
                .segmentAttributes(Map.of(
                        "connect:X",
                        SegmentAttributeValue.builder()
                                .valueMap(Map.of(
                                        "n",
                                        SegmentAttributeValue.builder()
                                                .valueInteger(3)
                                                .build()))
                                .build()))
                .customerId("customer")
                .build();
        StartChatContactResponse response = client.startChatContact(full).join();
        assertThat(response.continuedFromContactId()).isEqualTo("source");
        ReceivedCall received = simulator.stats().received().getFirst();
        var nested = new StartParams.SegmentAttribute(null, 3L, null, null, null);
        assertThat(received.params())
                .isEqualTo(new StartParams(
                        "flow",
                        "Ada",
                        Map.of("key", "värde"),
                        "COMPLETE",
                        new StartParams.Message("text/plain", "hello"),
                        90L,
                        List.of("text/plain", "application/json"),
                        new StartParams.Persistence("FROM_SEGMENT", "source"),
                        null,
                        Map.of(
                                "connect:X",
                                new StartParams.SegmentAttribute(null, null, Map.of("n", nested), null, null)),
                        "customer",
                        List.of()));
        assertThat(received.body()).contains("\"ClientToken\":\"full\"").contains("värde");
    }

    @ParameterizedTest
    @EnumSource(ConnectError.class)
    void saysEachErrorSoThatTheSdkKnowsItInEveryStyle(ConnectError error) {
        for (boolean suffixed : new boolean[] {false, true}) {
            for (boolean lowerCase : new boolean[] {false, true}) {
                simulator.errorStyle(new ErrorStyle(suffixed, lowerCase));
                simulator.change(it -> it.faults().next(1, new Fault.Instead(error)));
                assertThat(failureOf(request("a"))).isInstanceOfSatisfying(AwsServiceException.class, thrown -> {
                    assertThat(thrown.statusCode()).isEqualTo(error.status());
                    assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo(error.code());
                    assertThat(thrown.awsErrorDetails().errorMessage()).isEqualTo("injected");
                    assertThat(thrown.requestId()).hasSize(36);
                });
            }
        }
        assertThat(answers("Instead:" + error.code())).isEqualTo(4);
        assertThat(use("a")).isEqualTo(new TokenUse(4, 0));
    }

    @Test
    void throttlesAboveTheRateInAllSpellings() {
        simulator.change(it -> it.rules().rate(0.001, 1));
        start("a");
        for (String code : List.of("TooManyRequests", "TooManyRequestsException", "ThrottlingException")) {
            assertThat(failureOf(request("b")))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            thrown -> assertThat(thrown.awsErrorDetails().errorCode())
                                    .isEqualTo(code));
        }
        assertThat(simulator.stats().arrivals().worstExcess(0.001, 1)).isGreaterThan(2.9);
    }

    @Test
    void refusesChatsAboveTheQuotaUntilOneEnds() {
        simulator.change(it -> it.rules().quota("i", 2));
        String first = start("a").contactId();
        assertThat(simulator.startForeignChat("i")).isTrue();
        assertThat(failureOf(request("b"))).isInstanceOf(LimitExceededException.class);
        assertThat(simulator.endChat(first)).isTrue();
        start("b");
        assertThat(simulator.stats().mostActive()).containsEntry("i", 2);
    }

    @Test
    void refusesOtherContentUnderAUsedToken() {
        start("a");
        StartChatContactRequest other =
                request("a").toBuilder().customerId("other").build();
        assertThat(failureOf(other))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        thrown -> assertThat(thrown.statusCode()).isEqualTo(400));
        assertThat(simulator.stats().violations()).hasSize(1);
    }

    @Test
    void leavesNoContactWhenTheConnectionIsCutBeforeTheWork() {
        simulator.change(it -> it.faults().next(1, new Fault.CutBefore()));
        assertThat(failureOf(request("a"))).isInstanceOf(SdkClientException.class);
        assertThat(simulator.active("i")).isZero();
        start("a");
        assertThat(use("a")).isEqualTo(new TokenUse(2, 1));
    }

    @Test
    void leavesAContactWhenTheConnectionIsCutAfterTheWork() {
        simulator.change(it -> it.faults().nextOfToken("a"::equals, 1, new Fault.CutAfter()));
        start("b");
        assertThat(failureOf(request("a"))).isInstanceOf(SdkClientException.class);
        assertThat(simulator.active("i")).isEqualTo(2);
        start("a");
        assertThat(use("a")).isEqualTo(new TokenUse(2, 1));
        assertThat(answers("REPEATED")).isEqualTo(1);
    }

    @Test
    void leavesAContactWhenTheAnswerIsTruncated() {
        simulator.change(it -> it.faults().next(1, new Fault.Truncated()));
        assertThat(failureOf(request("a"))).isInstanceOf(SdkClientException.class);
        assertThat(simulator.active("i")).isEqualTo(1);
    }

    @Test
    void answersLaterThanTheClientWaits() {
        simulator.change(it -> it.faults().next(1, new Fault.Late(Duration.ofMinutes(1))));
        StartChatContactRequest impatient = request("a").toBuilder()
                .overrideConfiguration(it -> it.apiCallAttemptTimeout(Duration.ofMillis(300)))
                .build();
        assertThat(failureOf(impatient)).isInstanceOf(ApiCallAttemptTimeoutException.class);
        assertThat(simulator.active("i")).isEqualTo(1);
        // the SDK drops the connection, and with it the call is no longer in flight
        await().until(() -> simulator.stats().inFlight() == 0);
    }

    @Test
    void seesRetriesThatTheSdkMakesByItself() {
        simulator.change(it -> it.faults().next(1, new Fault.Instead(ConnectError.LIMIT_EXCEEDED)));
        try (ConnectAsyncClient eager = client(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret")),
                AwsRetryStrategy.standardRetryStrategy())) {
            eager.startChatContact(request("a")).join();
        }
        assertThat(simulator.stats().sdkAttempts()).isEqualTo(Map.of(1, 1L, 2, 1L));
    }

    @Test
    void countsUnsignedCallsAndRefusesThem() {
        try (ConnectAsyncClient unsigned =
                client(AnonymousCredentialsProvider.create(), AwsRetryStrategy.doNotRetry())) {
            assertThatThrownBy(() -> unsigned.startChatContact(request("a")).join())
                    .hasCauseInstanceOf(AwsServiceException.class);
        }
        assertThat(simulator.stats().unsigned()).isEqualTo(1);
        assertThat(answers("MissingAuthenticationTokenException")).isEqualTo(1);
        assertThat(simulator.active("i")).isZero();
    }

    @Test
    void servesManyCallsAtOnce() {
        simulator.change(it -> it.latency(Spread.fixed(Duration.ofMillis(200))));
        List<CompletableFuture<StartChatContactResponse>> calls = IntStream.range(0, 100)
                .mapToObj(i -> client.startChatContact(request("t" + i)))
                .toList();
        assertThat(calls.stream()
                        .map(CompletableFuture::join)
                        .map(StartChatContactResponse::contactId)
                        .distinct())
                .hasSize(100);
        assertThat(simulator.stats().mostInFlight()).isGreaterThan(1);
        assertThat(simulator.stats().inFlight()).isZero();
    }

    @Test
    void tellsContactEventsWithoutBeingAsked() {
        simulator.change(it -> it.rules().chatDuration(Spread.fixed(Duration.ofMillis(300))));
        String contactId = start("a").contactId();
        await().until(() -> events.size() == 6);
        assertThat(events).allMatch(event -> event.contains(contactId));
        assertThat(events.getFirst()).contains("\"INITIATED\"");
        assertThat(events.getLast()).contains("\"COMPLETED\"");
        assertThat(simulator.active("i")).isZero();
    }

    @Test
    void showsItsRecordsAndTakesSettingsOverHttp() throws Exception {
        start("a");
        JsonNode stats = JsonNode.parser().parse(http("GET", "stats", "").body());
        assertThat(stats.field("created").orElseThrow().asNumber()).isEqualTo("1");
        assertThat(stats.field("answers")
                        .orElseThrow()
                        .field("STARTED")
                        .orElseThrow()
                        .asNumber())
                .isEqualTo("1");
        assertThat(http("POST", "settings", "quota.i=1\nanswer.everything=").statusCode())
                .isEqualTo(200);
        assertThat(failureOf(request("b"))).isInstanceOf(LimitExceededException.class);
        assertThat(http("POST", "settings", "qota=1").statusCode()).isEqualTo(400);
        assertThat(http("POST", "settings", "events.loss=2").body()).contains("events.loss");
        assertThat(http("POST", "reset", "").statusCode()).isEqualTo(200);
        assertThat(simulator.stats().calls()).isZero();
        start("b");
        assertThat(http("GET", "nothing", "").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> http(String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(simulator.uri().resolve("/_simulator/" + path))
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
