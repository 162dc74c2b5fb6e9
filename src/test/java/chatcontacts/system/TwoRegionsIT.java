package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.FailureReason;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** An instance that is active in two Regions under one id, as with Global Resiliency: each Region has its own simulated Connect. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TwoRegionsIT {

    private static final String ID = "Sales-0001";
    private static final String HERE = "us-east-1";
    private static final String THERE = "eu-central-1";

    private RunningService stage;

    @BeforeAll
    void start(LocalServers servers) {
        stage = new RunningService(
                servers,
                "tworegions",
                List.of(lane("default", "sales", ID), lane("eu", "saleseu", ID.toUpperCase(Locale.ROOT))),
                Map.of(
                        "lanes.default.region", HERE,
                        "instances.sales.preferred", "true",
                        "instances.sales.contact.events", "on",
                        "instances.saleseu.contact.events", "on"));
    }

    /** Its events are told by the test. */
    private static SimulatedLane lane(String name, String instance, String id) {
        return new SimulatedLane(
                name,
                List.of(new LocalInstance(instance, id, 1_000, false)),
                500,
                800,
                connect -> connect.rules().silence(id.toLowerCase(Locale.ROOT)));
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private static String arn(String region) {
        return "arn:aws:connect:" + region + ":123456789012:instance/" + ID;
    }

    private static ChatRequest request(String instance, String token) {
        return ChatRequest.newBuilder()
                .setInstanceId(instance)
                .setContactFlowId("flow")
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setClientToken(token)
                .build();
    }

    private RecordMetadata send(String instance, String token, Map<String, String> headers) {
        var record = new ProducerRecord<byte[], byte[]>(
                stage.environment().topics().requests(), null, stage.sender().bytes(request(instance, token)));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return RunningService.written(stage.sender().send(record));
    }

    private ConnectSimulator connect(String lane) {
        return stage.environment().connect(lane);
    }

    private boolean isStartedIn(String lane, String token) {
        return connect(lane).token(ID.toLowerCase(Locale.ROOT), token).contacts() > 0;
    }

    private void assertStarted(ChatResult result, String region) {
        assertThat(result.getStatus()).isEqualTo(ResultStatus.STARTED);
        assertThat(result.getInstanceId()).isEqualTo(ID.toLowerCase(Locale.ROOT));
        assertThat(result.getRegion()).isEqualTo(region);
    }

    @Test
    void anArnChoosesTheRegionAndABareIdMeansThePreferredOne() {
        assertStarted(stage.result(send(ID, "bare", Map.of())), HERE);
        assertStarted(stage.result(send(arn(HERE), "here", Map.of())), HERE);
        assertStarted(stage.result(send(arn(THERE), "there", Map.of())), THERE);

        assertThat(isStartedIn("default", "bare")).isTrue();
        assertThat(isStartedIn("default", "here")).isTrue();
        assertThat(isStartedIn("default", "there")).isFalse();
        assertThat(isStartedIn("eu", "there")).isTrue();
        assertThat(ask(arn(THERE), "there")).contains("\"state\":\"STARTED\"");
        assertThat(ask(ID, "there")).contains("no such request");
        assertThat(ask(arn("eu-west-1"), "there")).contains("no lane serves Region eu-west-1");
    }

    @Test
    void anArnOfARegionThatNoLaneServesIsUnknownAndNotCalledInTheDefaultLane() {
        RecordMetadata sent = send(arn("eu-west-1"), "nowhere", Map.of());

        ChatResult result = stage.result(sent);
        assertThat(result.getFailure().getReason()).isEqualTo(FailureReason.UNKNOWN_INSTANCE);
        assertThat(result.getFailure().getMessage()).contains("no lane serves Region eu-west-1");
        assertThat(result.getRegion()).isEqualTo("eu-west-1");
        assertThat(RunningService.headers(stage.deadLetter(sent))).containsEntry("chat.region", "eu-west-1");
        assertThat(isStartedIn("default", "nowhere")).isFalse();
    }

    @Test
    void aRedrivenRequestStaysInTheRegionOfItsDeadLetter() {
        assertStarted(stage.result(send(ID, "again", Map.of("chat.redrive.count", "1", "chat.region", THERE))), THERE);
        assertThat(isStartedIn("eu", "again")).isTrue();
        assertThat(isStartedIn("default", "again")).isFalse();
    }

    /** Comes first: chats that other tests start would count beside it as soon as the next snapshot shows them. */
    @Order(1)
    @Test
    void theEventsOfBothRegionsOpenOneLeaseWhereTheChatIsActive() {
        int here = active("default");
        int there = active("eu");

        bothTell("CONNECTED_TO_SYSTEM");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(active("eu")).isEqualTo(there + 1));
        assertThat(active("default")).isEqualTo(here);

        bothTell("DISCONNECTED");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(active("eu")).isEqualTo(there));
        assertThat(active("default")).isEqualTo(here);
    }

    private void bothTell(String eventType) {
        for (String region : List.of(HERE, THERE)) {
            String event = """
                    {"detail-type":"Amazon Connect Contact Event","source":"aws.connect","time":"%s","detail":{
                     "eventType":"%s","contactId":"foreign","channel":"CHAT","instanceArn":"%s",
                     "globalResiliencyMetadata":{"originRegion":"%s","activeRegion":"%s"}}}""".formatted(Instant.now(), eventType, arn(region), HERE, THERE);
            RunningService.written(stage.sender()
                    .send(new ProducerRecord<>(
                            stage.environment().topics().contactEvents().orElseThrow(),
                            event.getBytes(StandardCharsets.UTF_8))));
        }
    }

    /** Chats that the service counts as active in that lane. */
    private int active(String lane) {
        String body = stage.http().get("/api/v1/instances").body();
        Matcher row = Pattern.compile("\"lane\":\"" + lane + "\"[^}]*?\"active\":([0-9]+)")
                .matcher(body);
        return row.find() ? Integer.parseInt(row.group(1)) : 0;
    }

    private String ask(String instance, String token) {
        return stage.http()
                .get("/api/v1/request?instanceId=" + URLEncoder.encode(instance, StandardCharsets.UTF_8)
                        + "&clientToken=" + token)
                .body();
    }
}
