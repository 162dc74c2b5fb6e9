package chatcontacts.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.connect.model.LimitExceededException;
import software.amazon.awssdk.services.connect.model.PersistentChat;
import software.amazon.awssdk.services.connect.model.RehydrationType;
import software.amazon.awssdk.services.connect.model.SegmentAttributeValue;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;
import software.amazon.awssdk.services.connect.model.StartChatContactResponse;

/** What the simulator does by itself, seen through the real SDK. */
class ConnectSimulatorTest {

    private final SdkOnSimulator sdk = new SdkOnSimulator();

    @AfterEach
    void stop() {
        sdk.close();
    }

    @Test
    void startsAChatAndGivesTheSameContactForTheSameToken() {
        StartChatContactResponse first = sdk.start("a");
        assertThat(first.contactId()).hasSize(36);
        assertThat(first.participantId()).hasSize(36);
        assertThat(first.participantToken()).startsWith(ConnectModel.TOKEN_PREFIX);
        assertThat(first.continuedFromContactId()).isNull();
        StartChatContactResponse again = sdk.start("a");
        assertThat(again.contactId()).isEqualTo(first.contactId());
        assertThat(again.participantToken()).isEqualTo(first.participantToken());
        assertThat(sdk.start("b").contactId()).isNotEqualTo(first.contactId());
        assertThat(sdk.use("a")).isEqualTo(new TokenUse(2, 1));
        assertThat(sdk.simulator.active("i")).isEqualTo(2);
        assertThat(sdk.simulator.stats().sdkAttempts()).isEqualTo(Map.of(1, 3L));
        assertThat(sdk.simulator.stats().userAgents().keySet())
                .singleElement()
                .asString()
                .contains("aws-sdk-java");
    }

    @Test
    void receivesEveryParameterAsSent() {
        StartChatContactRequest full = SdkOnSimulator.request("full").toBuilder()
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
        StartChatContactResponse response = sdk.client.startChatContact(full).join();
        assertThat(response.continuedFromContactId()).isEqualTo("source");
        ReceivedCall received = sdk.simulator.stats().received().getFirst();
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
                        null,
                        null,
                        null,
                        List.of()));
        assertThat(received.body()).contains("\"ClientToken\":\"full\"").contains("värde");
    }

    @Test
    void throttlesAboveTheRateInAllSpellings() {
        sdk.simulator.change(it -> it.rules().rate(0.001, 1));
        sdk.start("a");
        for (String code : List.of("TooManyRequests", "TooManyRequestsException", "ThrottlingException")) {
            assertThat(sdk.failureOf(SdkOnSimulator.request("b")))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            thrown -> assertThat(thrown.awsErrorDetails().errorCode())
                                    .isEqualTo(code));
        }
        assertThat(sdk.simulator.stats().arrivals().worstExcess(0.001, 1)).isGreaterThan(2.9);
    }

    @Test
    void refusesChatsAboveTheQuotaUntilOneEnds() {
        sdk.simulator.change(it -> it.rules().quota("i", 2));
        String first = sdk.start("a").contactId();
        assertThat(sdk.simulator.startForeignChat("i")).isTrue();
        assertThat(sdk.failureOf(SdkOnSimulator.request("b"))).isInstanceOf(LimitExceededException.class);
        assertThat(sdk.simulator.endChat(first)).isTrue();
        sdk.start("b");
        assertThat(sdk.simulator.stats().mostActive()).containsEntry("i", 2);
    }

    @Test
    void refusesOtherContentUnderAUsedToken() {
        sdk.start("a");
        StartChatContactRequest other =
                SdkOnSimulator.request("a").toBuilder().customerId("other").build();
        assertThat(sdk.failureOf(other))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        thrown -> assertThat(thrown.statusCode()).isEqualTo(400));
        assertThat(sdk.simulator.stats().violations()).hasSize(1);
    }

    @Test
    void servesManyCallsAtOnce() {
        sdk.simulator.change(it -> it.latency(RandomDuration.fixed(Duration.ofMillis(200))));
        List<CompletableFuture<StartChatContactResponse>> calls = IntStream.range(0, 100)
                .mapToObj(i -> sdk.client.startChatContact(SdkOnSimulator.request("t" + i)))
                .toList();
        assertThat(calls.stream()
                        .map(CompletableFuture::join)
                        .map(StartChatContactResponse::contactId)
                        .distinct())
                .hasSize(100);
        assertThat(sdk.simulator.stats().mostInFlight()).isGreaterThan(1);
        assertThat(sdk.simulator.stats().inFlight()).isZero();
    }

    @Test
    void tellsContactEventsWithoutBeingAsked() {
        sdk.simulator.change(it -> it.rules().chatDuration(RandomDuration.fixed(Duration.ofMillis(300))));
        String contactId = sdk.start("a").contactId();
        await().until(() -> sdk.events.size() == 6);
        assertThat(sdk.events).allMatch(event -> event.contains(contactId));
        assertThat(sdk.events.getFirst()).contains("\"INITIATED\"");
        assertThat(sdk.events.getLast()).contains("\"COMPLETED\"");
        assertThat(sdk.simulator.active("i")).isZero();
    }

    @Test
    void showsItsRecordsAndTakesSettingsOverHttp() throws Exception {
        sdk.start("a");
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
        assertThat(sdk.failureOf(SdkOnSimulator.request("b"))).isInstanceOf(LimitExceededException.class);
        assertThat(http("POST", "settings", "qota=1").statusCode()).isEqualTo(400);
        assertThat(http("POST", "settings", "sdk.events.loss=2").body()).contains("sdk.events.loss");
        assertThat(http("POST", "reset", "").statusCode()).isEqualTo(200);
        assertThat(sdk.simulator.stats().calls()).isZero();
        sdk.start("b");
        assertThat(http("GET", "nothing", "").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> http(String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(sdk.simulator.uri().resolve("/_simulator/" + path))
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
