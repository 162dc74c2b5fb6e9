package chatcontacts.app.health;

import chatcontacts.http.HealthSource;
import chatcontacts.intake.IntakeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * The health checks: startup, liveness and readiness. A streams application that rebalances is alive but not ready; one in error, or
 * without progress for no known reason, is not alive. Connect, the registry and the brokers are never probed: the service waits for
 * the end of their outages, and a restart would not help.
 */
public final class HealthChecks implements HealthSource {

    /** Connected clients receive data several times a second. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final IntakeStatus intakeStatus;
    private volatile String waitsFor = "start";
    private volatile @Nullable KafkaStreams intake;
    private volatile @Nullable KafkaStreams dispatch;
    private volatile Supplier<Map<String, String>> stalled = Map::of;
    private volatile Supplier<Duration> brokerSilence = () -> Duration.ZERO;
    private volatile boolean started;

    public HealthChecks(IntakeStatus intakeStatus) {
        this.intakeStatus = intakeStatus;
    }

    /** Reports what the start waits for. */
    void waitsFor(String what) {
        waitsFor = what;
    }

    /**
     * Reports that both streams applications were started.
     *
     * @param stalledSubjects what makes no progress, and since when
     * @param silence how long no broker has responded
     */
    public void running(
            KafkaStreams intakeStreams,
            KafkaStreams dispatchStreams,
            Supplier<Map<String, String>> stalledSubjects,
            Supplier<Duration> silence) {
        stalled = stalledSubjects;
        brokerSilence = silence;
        intake = intakeStreams;
        dispatch = dispatchStreams;
        waitsFor = "";
    }

    @Override
    public List<Check> checks(Probe probe) {
        List<Check> checks = new ArrayList<>();
        if (!waitsFor.isEmpty()) {
            checks.add(new Check("start", probe == Probe.LIVE, Map.of("waitsFor", waitsFor)));
            return checks;
        }
        checks.add(application("intake", intake, probe));
        checks.add(application("dispatch", dispatch, probe));
        if (probe == Probe.STARTED) {
            started |= checks.stream().allMatch(Check::up);
            return started ? List.of(new Check("start", true, Map.of())) : checks;
        }
        if (probe == Probe.LIVE) {
            Map<String, String> data = stalled.get();
            checks.add(new Check("progress", data.isEmpty(), data));
        }
        if (probe == Probe.READY) {
            Optional<Instant> since = intakeStatus.waitingForRegistrySince();
            // Waiting for the registry is reported, but the process stays ready: records wait on their topic.
            checks.add(new Check(
                    "schema-registry",
                    true,
                    since.map(instant -> Map.of("waitingSince", instant.toString()))
                            .orElse(Map.of())));
            checks.add(brokers(brokerSilence.get()));
        }
        return checks;
    }

    /** Their silence is reported, but the process stays ready: no restart would shorten it. */
    static Check brokers(Duration silence) {
        boolean silent = silence.compareTo(SILENCE) >= 0;
        return new Check(
                "brokers", true, silent ? Map.of("silentSeconds", Long.toString(silence.toSeconds())) : Map.of());
    }

    private static Check application(String name, @Nullable KafkaStreams streams, Probe probe) {
        if (streams == null) {
            return new Check(name, false, Map.of("state", "NONE"));
        }
        KafkaStreams.State state = streams.state();
        boolean up = switch (probe) {
            case LIVE -> state != KafkaStreams.State.ERROR && state != KafkaStreams.State.PENDING_ERROR;
            case STARTED, READY -> state == KafkaStreams.State.RUNNING;
        };
        return new Check(name, up, Map.of("state", state.name()));
    }
}
