package chatcontacts.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.limits.DiscoveredLimits;
import chatcontacts.app.limits.LimitsView;
import chatcontacts.app.limits.ReportedChats;
import chatcontacts.app.metrics.DeadLetterGroups;
import chatcontacts.app.metrics.OutcomeHistory;
import chatcontacts.config.Settings;
import chatcontacts.config.SettingsLoader;
import chatcontacts.connect.ChatsReading.ChatCount;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.ChatsSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.QueueSnapshot;
import chatcontacts.dispatch.store.RequestStatus;
import chatcontacts.dispatch.store.RequestStatus.OpenStatus;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.json.Json;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import chatcontacts.registry.Writers;
import chatcontacts.registry.Writers.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private final DiscoveredLimits discovered = new DiscoveredLimits();
    private final ReportedChats reported = new ReportedChats();
    private final LimitsView limits = new LimitsView(dispatchSettings(), discovered, reported);

    /** Service Quotas has said something of the rate of blue and of the quota of sales, which the settings leave to it. */
    private static DispatchSettings dispatchSettings() {
        InstanceLimits unlisted = InstanceLimits.configured(500, ChatEndVisibility.Mode.AUTO);
        InstanceLimits sales = new InstanceLimits(
                Limit.configured(100).with(LimitSource.DISCOVERED, Optional.of(250)),
                Optional.of(Limit.configured(new RateLimit(6, 9))),
                ChatEndVisibility.Mode.AUTO,
                true);
        Limit<RateLimit> rate = Limit.of(LimitSource.DEFAULT, new RateLimit(5, 8))
                .with(LimitSource.DISCOVERED, Optional.of(new RateLimit(20, 32)));
        LaneLimits blue =
                new LaneLimits(Optional.of("eu-central-1"), rate, 100, Map.of("sales-0001", sales), unlisted, true);
        LaneLimits red = new LaneLimits(
                Optional.of("eu-west-1"), Limit.configured(new RateLimit(5, 8)), 100, Map.of(), unlisted, true);
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
        return new DispatchSettings(
                Map.of("blue", blue, "red", red),
                8,
                backoff,
                backoff,
                Duration.ofDays(1),
                Duration.ofMinutes(15),
                EngineFixture.PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
    }

    @Test
    void itIsToldWhereALimitComesFromAndWhereTheSettingsDifferFromAws() {
        List<LaneSnapshot> lanes = List.of(lane(LaneCircuitBreaker.HoldCause.NONE, sales(InstanceHold.NONE, 5)));
        Map<?, ?> lane =
                first(LaneJson.lanes(settings, limits, lanes, name -> "here", name -> "connect." + name), "lanes");
        assertThat(lane.get("rateSource")).isEqualTo("DISCOVERED");
        assertThat(lane.get("rateMismatch"))
                .as("nothing configured, nothing amiss")
                .isEqualTo(false);
        Map<?, ?> instance = first(LaneJson.instances(settings, limits, lanes), "instances");
        assertThat(instance.get("quotaSource")).isEqualTo("CONFIGURED");
        assertThat(instance.get("quotaMismatch")).isEqualTo(true);
        assertThat(instance.get("ratePerSecond")).isEqualTo(Optional.of(6.0));
        assertThat(instance.get("why")).isEqualTo("All 5 slots of its quota (configured) are taken.");
    }

    @Test
    void whatOthersUseIsToldBesideWhatIsKnownHere() {
        reported.answered("blue", List.of("sales-0001"), Map.of("sales-0001", new ChatCount(7, NOW)));
        Map<?, ?> instance = first(
                LaneJson.instances(settings, limits, List.of(lane(LaneCircuitBreaker.HoldCause.NONE, known(3, true)))),
                "instances");
        assertThat(instance.get("knownChats")).isEqualTo(3);
        assertThat(instance.get("ownChats")).isEqualTo(2);
        assertThat(instance.get("othersChats")).isEqualTo(1);
        assertThat(instance.get("reconciledEnds")).isEqualTo(2);
        assertThat(instance.get("cloudWatchChats")).isEqualTo(Optional.of(7));
        assertThat(instance.get("cloudWatchChatsAt")).isEqualTo(Optional.of(NOW.toString()));
        assertThat(instance.get("unseenChats")).isEqualTo(Optional.of(4));

        Map<?, ?> blind = first(
                LaneJson.instances(settings, limits, List.of(lane(LaneCircuitBreaker.HoldCause.NONE, known(3, false)))),
                "instances");
        assertThat(blind.get("unseenChats")).as("nobody knows which are ours").isEqualTo(Optional.empty());
    }

    private static InstanceSnapshot known(int chats, boolean endsVisible) {
        return new InstanceSnapshot(
                "sales-0001",
                0,
                Long.MAX_VALUE,
                0,
                0,
                0,
                chats,
                chats,
                5,
                5,
                InstanceHold.NONE,
                0,
                endsVisible,
                List.of(),
                new ChatsSnapshot(chats, 1, 0, 2));
    }

    private static Map<?, ?> first(Map<String, Object> page, String rows) {
        return (Map<?, ?>) ((List<?>) page.get(rows)).getFirst();
    }

    @Test
    void lanesAreDescribedAsDocumented() {
        Map<String, Object> page = LaneJson.lanes(
                settings,
                limits,
                List.of(lane(LaneCircuitBreaker.HoldCause.OUTAGE, sales(InstanceHold.NONE, 0))),
                name -> name.equals("blue") ? "here" : "http://other:8080/",
                name -> "connect." + name);

        List<?> rows = (List<?>) page.get("lanes");
        assertThat(rows).hasSize(2).allSatisfy(row -> assertDocumented("Lane", row));
        assertThat(rows.get(1).toString()).isEqualTo("{lane=red, owner=http://other:8080/}");
        assertThat(((Map<?, ?>) rows.get(0)).get("waiting")).isEqualTo(12);
        assertThat(((Map<?, ?>) rows.get(0)).get("holdFailure").toString())
                .isEqualTo("Optional[{cause=UNKNOWN_HOST, errorCode=dns, host=Optional[connect.blue]}]");
    }

    @Test
    void instancesAreDescribedAsDocumentedAlsoThoseWithNothingToShow() {
        InstanceSnapshot help = InstanceSnapshot.idle("help-0001", 500, false);
        Map<String, Object> page = LaneJson.instances(
                settings, limits, List.of(lane(LaneCircuitBreaker.HoldCause.NONE, sales(InstanceHold.FULL, 0), help)));

        assertDocumented("Instances", page);
        List<?> rows = (List<?>) page.get("instances");
        assertThat(rows).hasSize(2).allSatisfy(row -> assertDocumented("Instance", row));
        assertThat(rows.get(0).toString()).contains("name=Optional[sales]", "hold=FULL");
        assertThat(rows.get(1).toString()).contains("name=Optional[help]", "waiting=0", "quota=500");
    }

    @Test
    void aProcessIsDescribedAsDocumented() {
        OutcomeHistory outcomes = new OutcomeHistory(() -> NOW);
        DeadLetterGroups deadLetters = new DeadLetterGroups(() -> NOW);
        deadLetters.count(
                new DeadLetterCause(Reason.EXPIRED, Optional.empty(), Optional.of("a flow; rm -rf 'x'\n")), NOW);
        outcomes.count(Reason.EXPIRED.name());

        Map<String, Object> page = ProcessJson.of(
                settings,
                limits,
                NOW,
                NOW,
                KafkaStreams.State.RUNNING,
                KafkaStreams.State.REBALANCING,
                List.of(lane(LaneCircuitBreaker.HoldCause.NONE, sales(InstanceHold.FULL, 0))),
                name -> "here",
                name -> "connect." + name,
                Duration.ofSeconds(12),
                outcomes.toJson(),
                deadLetters.counts(),
                List.of(
                        new Writer(
                                "7",
                                Optional.of("chat-requests-value"),
                                3,
                                List.of("clientToken"),
                                List.of("campaign")),
                        new Writer(Writers.OTHER, Optional.empty(), 1, List.of(), List.of())));

        assertDocumented("Process", page);
        assertThat((List<?>) page.get("writers")).hasSize(2).allSatisfy(row -> assertDocumented("Writer", row));
        assertDocumented("Outcomes", page.get("outcomes"));
        assertDocumented("DeadLetters", page.get("deadLetters"));
        assertThat((List<?>) ((Map<?, ?>) page.get("deadLetters")).get("groups"))
                .singleElement()
                .satisfies(it -> assertDocumented("DeadLetterGroup", it))
                .extracting(it -> ((Map<?, ?>) it).get("redrive"))
                .isEqualTo("redrive --reason EXPIRED --error-code=none --contact-flow='a flow; rm -rf '\\''x'\\''?'"
                        + " --start-by 1h");
        assertThat(page.get("dispatch")).isEqualTo("REBALANCING");
        assertThat(page.get("brokersSilentSeconds")).isEqualTo(12L);
        assertThat((List<?>) page.get("lanes")).hasSize(2);
        assertThat((List<?>) page.get("instances")).hasSize(1);
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
                "Moved", RequestJson.of("i", "t", new RequestStatus.MovedStatus("lane", "i2", NOW), Optional.empty()));
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
                false,
                5,
                5,
                0,
                100,
                hold,
                hold == LaneCircuitBreaker.HoldCause.NONE ? "" : "dns",
                NOW.toEpochMilli(),
                List.of(instances),
                new LaneSnapshot.Movement(0, Long.MAX_VALUE, true, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(new LaneSnapshot.KeptSnapshot("message version 3", 2)),
                Optional.empty(),
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
