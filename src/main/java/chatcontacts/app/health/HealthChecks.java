package chatcontacts.app.health;

import chatcontacts.http.HealthSource;
import chatcontacts.intake.IntakeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * How the process is. Rebalancing is alive and not ready; a side in error is not alive, nor is one where nothing moves for no
 * reason that is known. Connect, the registry and the brokers are never asked: their outages are waited for, and a restart would
 * cure nothing.
 */
public final class HealthChecks implements HealthSource {

    private final IntakeStatus registry;
    private volatile String waitsFor = "start";
    private volatile @Nullable KafkaStreams intake;
    private volatile @Nullable KafkaStreams dispatch;
    private volatile Supplier<Map<String, String>> stalled = Map::of;
    private volatile boolean started;

    public HealthChecks(IntakeStatus registry) {
        this.registry = registry;
    }

    /** The start waits for that. */
    void waitsFor(String what) {
        waitsFor = what;
    }

    /**
     * Both sides exist and were started.
     *
     * @param stalledNow says what stands still for too long, and since when
     */
    public void running(KafkaStreams intakeSide, KafkaStreams dispatchSide, Supplier<Map<String, String>> stalledNow) {
        stalled = stalledNow;
        intake = intakeSide;
        dispatch = dispatchSide;
        waitsFor = "";
    }

    @Override
    public List<Check> checks(Probe probe) {
        List<Check> checks = new ArrayList<>();
        if (!waitsFor.isEmpty()) {
            checks.add(new Check("start", probe == Probe.LIVE, Map.of("waitsFor", waitsFor)));
            return checks;
        }
        checks.add(side("intake", intake, probe));
        checks.add(side("dispatch", dispatch, probe));
        if (probe == Probe.STARTED) {
            started |= checks.stream().allMatch(Check::up);
            return started ? List.of(new Check("start", true, Map.of())) : checks;
        }
        if (probe == Probe.LIVE) {
            Map<String, String> data = stalled.get();
            checks.add(new Check("progress", data.isEmpty(), data));
        }
        if (probe == Probe.READY) {
            Optional<Instant> since = registry.waitingForRegistrySince();
            // Waiting for the registry is told, but sends no traffic elsewhere: records wait on their topic.
            checks.add(new Check(
                    "schema-registry",
                    true,
                    since.map(instant -> Map.of("waitingSince", instant.toString()))
                            .orElse(Map.of())));
        }
        return checks;
    }

    private static Check side(String name, @Nullable KafkaStreams side, Probe probe) {
        if (side == null) {
            return new Check(name, false, Map.of("state", "NONE"));
        }
        KafkaStreams.State state = side.state();
        boolean up = switch (probe) {
            case LIVE -> state != KafkaStreams.State.ERROR && state != KafkaStreams.State.PENDING_ERROR;
            case STARTED, READY -> state == KafkaStreams.State.RUNNING;
        };
        return new Check(name, up, Map.of("state", state.name()));
    }
}
