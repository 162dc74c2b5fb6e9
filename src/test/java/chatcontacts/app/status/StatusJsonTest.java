package chatcontacts.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.metrics.OutcomeHistory;
import chatcontacts.config.Settings;
import chatcontacts.config.SettingsLoader;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.QueueSnapshot;
import chatcontacts.dispatch.store.RequestStatus;
import chatcontacts.dispatch.store.RequestStatus.OpenStatus;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.json.Json;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What is told over HTTP, held against the OpenAPI document. */
class StatusJsonTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Settings settings = SettingsLoader.load(
                    Optional.empty(),
                    Map.of(),
                    Map.of(
                            "kafka.bootstrap.servers", "b:1",
                            "schema.registry.url", "http://r:1",
                            "lanes", "blue,red",
                            "instances", "sales,help",
                            "instances.sales.id", "sales-0001",
                            "instances.sales.lane", "blue",
                            "instances.help.id", "help-0001",
                            "instances.help.lane", "blue",
                            "instances.unlisted", "reject"))
            .settings();

    @Test
    void lanesAreDescribedAsDocumented() {
        Map<String, Object> page = LaneJson.lanes(
                settings,
                List.of(lane(LaneCircuitBreaker.HoldCause.OUTAGE, sales(InstanceHold.NONE, 0))),
                name -> name.equals("blue") ? "here" : "http://other:8080/");

        List<?> rows = (List<?>) page.get("lanes");
        assertThat(rows).hasSize(2).allSatisfy(row -> assertDocumented("Lane", row));
        assertThat(rows.get(1).toString()).isEqualTo("{lane=red, owner=http://other:8080/}");
        assertThat(((Map<?, ?>) rows.get(0)).get("waiting")).isEqualTo(12);
    }

    @Test
    void instancesAreDescribedAsDocumentedAlsoThoseWithNothingToShow() {
        Map<String, Object> page = LaneJson.instances(
                settings, List.of(lane(LaneCircuitBreaker.HoldCause.NONE, sales(InstanceHold.FULL, 0))));

        assertDocumented("Instances", page);
        List<?> rows = (List<?>) page.get("instances");
        assertThat(rows).hasSize(2).allSatisfy(row -> assertDocumented("Instance", row));
        assertThat(rows.get(0).toString()).contains("name=Optional[sales]", "hold=FULL");
        assertThat(rows.get(1).toString()).contains("name=Optional[help]", "waiting=0", "quota=500");
    }

    @Test
    void aProcessIsDescribedAsDocumented() {
        OutcomeHistory outcomes = new OutcomeHistory(() -> NOW);
        outcomes.count(Reason.EXPIRED.name());

        Map<String, Object> page = ProcessJson.of(
                settings,
                NOW,
                NOW,
                KafkaStreams.State.RUNNING,
                KafkaStreams.State.REBALANCING,
                List.of(lane(LaneCircuitBreaker.HoldCause.NONE, sales(InstanceHold.FULL, 0))),
                name -> "here",
                outcomes.toJson());

        assertDocumented("Process", page);
        assertDocumented("Outcomes", page.get("outcomes"));
        assertThat(page.get("dispatch")).isEqualTo("REBALANCING");
        assertThat((List<?>) page.get("lanes")).hasSize(2);
        assertThat((List<?>) page.get("instances")).hasSize(2);
    }

    @Test
    void everyStateOfARequestIsDescribedAsDocumented() {
        assertDocumented(
                "Open",
                page(
                        open(false, Optional.empty()),
                        lane(LaneCircuitBreaker.HoldCause.NONE, sales(InstanceHold.NONE, 0))));
        assertDocumented(
                "Open",
                page(
                        open(true, Optional.empty()),
                        lane(LaneCircuitBreaker.HoldCause.NONE, sales(InstanceHold.NONE, 0))));
        assertDocumented(
                "Started",
                RequestJson.of("i", "t", new RequestStatus.StartedStatus("c", NOW, NOW, NOW, 1), Optional.empty()));
        assertDocumented(
                "Failed",
                RequestJson.of(
                        "i",
                        "t",
                        new RequestStatus.FailedStatus(Reason.REJECTED, Optional.empty(), "m", false, NOW, 1, 0),
                        Optional.empty()));
        assertDocumented(
                "CancelledAhead",
                RequestJson.of("i", "t", new RequestStatus.CancelledAheadStatus(NOW), Optional.empty()));
    }

    @Test
    void whatStandsInTheWayIsTold() {
        assertThat(blockers(LaneCircuitBreaker.HoldCause.NONE, InstanceHold.NONE, 0, Optional.empty()))
                .isEqualTo("[TURN]");
        assertThat(blockers(LaneCircuitBreaker.HoldCause.NONE, InstanceHold.NONE, 5, Optional.empty()))
                .isEqualTo("[CONCURRENCY_LIMIT, TURN]");
        assertThat(blockers(LaneCircuitBreaker.HoldCause.NONE, InstanceHold.FULL, 5, Optional.of(NOW.plusSeconds(9))))
                .isEqualTo("[INSTANCE_FULL, BACK_OFF]");
        assertThat(blockers(LaneCircuitBreaker.HoldCause.CREDENTIALS, InstanceHold.NONE, 0, Optional.empty()))
                .isEqualTo("[LANE_CREDENTIALS, TURN]");
    }

    @Test
    void theNumberOfThoseAheadIsEstimatedByPriorityAndArrival() {
        Map<String, Object> page = page(
                open(false, Optional.empty()), lane(LaneCircuitBreaker.HoldCause.NONE, sales(InstanceHold.NONE, 0)));

        // Two of priority 0; of nine between 100 and 180 it is the one in the middle.
        assertThat(page.get("aheadInInstance")).isEqualTo(Optional.of(2L + 4));
    }

    @Test
    void withNothingInItsWayOnlyThePaceIs() {
        Map<String, Object> page = page(open(false, Optional.empty()), lane(LaneCircuitBreaker.HoldCause.NONE));

        assertThat(page.get("blockedBy")).isEqualTo(List.of("RATE_LIMIT"));
    }

    private static String blockers(
            LaneCircuitBreaker.HoldCause lane, InstanceHold instance, int used, Optional<Instant> nextAttemptAt) {
        return String.valueOf(page(open(false, nextAttemptAt), lane(lane, sales(instance, used)))
                .get("blockedBy"));
    }

    private static Map<String, Object> page(OpenStatus open, LaneSnapshot lane) {
        return RequestJson.of("sales-0001", "t", open, Optional.of(lane));
    }

    private static OpenStatus open(boolean inFlight, Optional<Instant> nextAttemptAt) {
        return new OpenStatus(
                inFlight,
                Optional.empty(),
                false,
                5,
                140,
                Optional.empty(),
                NOW,
                NOW,
                0,
                nextAttemptAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Source("chat-requests", 1, 2),
                Optional.of(NOW),
                Optional.of("tenant-1"));
    }

    private static InstanceSnapshot sales(InstanceHold hold, int used) {
        List<QueueSnapshot> lines = List.of(
                new QueueSnapshot(0, 2, 150, 160), new QueueSnapshot(5, 9, 100, 180), new QueueSnapshot(7, 1, 90, 90));
        return new InstanceSnapshot(
                "sales-0001", 12, NOW.toEpochMilli(), 0, 0, 0, used, used, 5, 5, hold, 0, true, lines);
    }

    private static LaneSnapshot lane(LaneCircuitBreaker.HoldCause hold, InstanceSnapshot... instances) {
        return new LaneSnapshot(
                "blue",
                5,
                5,
                0,
                100,
                hold,
                NOW.toEpochMilli(),
                List.of(instances),
                new LaneSnapshot.Movement(0, Long.MAX_VALUE, true, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(new LaneSnapshot.KeptSnapshot("message version 3", 2)),
                List.of());
    }

    /** It has all that the schema requires, and nothing that it does not know. */
    private static void assertDocumented(String schema, Object page) {
        Map<?, ?> written = new Yaml().load(Json.of(page));
        Map<?, ?> documented = schema(schema);
        assertThat(written.keySet().stream().map(Object::toString))
                .containsAll(((List<?>) documented.get("required"))
                        .stream().map(Object::toString).toList());
        assertThat(((Map<?, ?>) documented.get("properties")).keySet().stream().map(Object::toString))
                .containsAll(written.keySet().stream().map(Object::toString).toList());
    }

    private static Map<?, ?> schema(String name) {
        try {
            Map<?, ?> document =
                    new Yaml().load(Files.readString(Path.of("src/main/resources/chatcontacts/http/openapi.json")));
            Map<?, ?> components = (Map<?, ?>) document.get("components");
            return (Map<?, ?>) ((Map<?, ?>) components.get("schemas")).get(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
