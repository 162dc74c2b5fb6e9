package chatcontacts.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.limits.DiscoveredLimits;
import chatcontacts.app.limits.LimitsView;
import chatcontacts.app.limits.ReportedChats;
import chatcontacts.config.Settings;
import chatcontacts.config.SettingsLoader;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.format.FormatVersions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is listed of a process, whether dispatch has anything to tell of it or not. */
final class OwnedLanesTest {

    private final Settings settings = SettingsLoader.load(
                    Optional.empty(),
                    Map.of(),
                    Map.of(
                            "kafka.bootstrap.servers", "b:1",
                            "schema.registry.url", "http://r:1",
                            "lanes", "default,red",
                            "instances", "sales",
                            "instances.sales.id", "sales-0001"))
            .settings();
    private List<LaneSnapshot> busy = List.of();
    private Optional<Boolean> here = Optional.of(true);
    private final OwnedLanes owned = new OwnedLanes(
            settings, OwnedLanesTest::limits, () -> busy, lane -> lane.equals("red") ? Optional.of(false) : here);

    private static LimitsView limits() {
        InstanceLimits sales = InstanceLimits.configured(50, ChatEndVisibility.Mode.AUTO);
        LaneLimits lane = new LaneLimits(
                Optional.empty(), Limit.configured(new RateLimit(5, 8)), 100, Map.of("sales-0001", sales), sales, true);
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
        return new LimitsView(
                new DispatchSettings(
                        Map.of("default", lane),
                        8,
                        backoff,
                        backoff,
                        Duration.ofDays(1),
                        Duration.ofMinutes(15),
                        EngineFixture.PROBES,
                        Map.of(),
                        FormatVersions.CURRENT,
                        false),
                new DiscoveredLimits(),
                new ReportedChats());
    }

    private static InstanceSnapshot unlisted(int chats) {
        return new InstanceSnapshot(
                "new-0001",
                0,
                Long.MAX_VALUE,
                0,
                0,
                0,
                chats,
                chats,
                50,
                50,
                InstanceHold.NONE,
                0,
                true,
                List.of(),
                new LaneSnapshot.ChatsSnapshot(chats, 0, 0, 0));
    }

    private static LaneSnapshot lane(InstanceSnapshot... instances) {
        return new LaneSnapshot(
                "default",
                false,
                5,
                5,
                0,
                100,
                LaneCircuitBreaker.HoldCause.NONE,
                "",
                0,
                List.of(instances),
                new LaneSnapshot.Movement(0, Long.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private List<String> instances() {
        return owned.get().stream()
                .flatMap(it -> it.instances().stream())
                .map(InstanceSnapshot::instanceId)
                .toList();
    }

    @Test
    void aLaneWithNothingToDoIsListedWithItsInstancesWhereItIsOwned() {
        assertThat(owned.get()).singleElement().satisfies(it -> {
            assertThat(it.lane()).isEqualTo("default");
            assertThat(it.ratePerSecond()).isEqualTo(5);
        });
        assertThat(instances()).containsExactly("sales-0001");
    }

    @Test
    void itStaysListedWhileTheOwnerIsNotKnown() {
        owned.get();
        here = Optional.empty();
        assertThat(instances()).containsExactly("sales-0001");
        here = Optional.of(false);
        assertThat(instances()).isEmpty();
    }

    @Test
    void anUnlistedInstanceIsListedFromItsFirstChatOn() {
        busy = List.of(lane(InstanceSnapshot.idle("sales-0001", 50, true), unlisted(0)));
        owned.get();
        busy = List.of(lane(InstanceSnapshot.idle("sales-0001", 50, true)));
        assertThat(instances()).as("a request without a chat").containsExactly("sales-0001");

        busy = List.of(lane(InstanceSnapshot.idle("sales-0001", 50, true), unlisted(1)));
        assertThat(instances()).containsExactly("sales-0001", "new-0001");
        busy = List.of(lane(InstanceSnapshot.idle("sales-0001", 50, true)));
        assertThat(instances()).as("after its chat").containsExactly("sales-0001", "new-0001");
    }

    @Test
    void anUnlistedInstanceLeavesWithItsLane() {
        busy = List.of(lane(unlisted(1)));
        owned.get();
        busy = List.of();
        here = Optional.of(false);
        owned.get();
        here = Optional.of(true);
        assertThat(instances()).containsExactly("sales-0001");
    }
}
