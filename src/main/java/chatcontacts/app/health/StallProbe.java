package chatcontacts.app.health;

import chatcontacts.config.LaneSettings;
import chatcontacts.config.Settings;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.intake.IntakeStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** Observes both streams applications from outside, and finds their stalled threads and lanes. */
public final class StallProbe implements Supplier<StallProbe.Observation> {

    private final KafkaStreams intake;
    private final KafkaStreams dispatch;
    private final IntakeStatus intakeStatus;
    private final Supplier<List<LaneSnapshot>> lanes;
    private final Settings settings;
    private final Duration grace;
    private final InstantSource clock;

    public StallProbe(
            KafkaStreams intake,
            KafkaStreams dispatch,
            IntakeStatus intakeStatus,
            Supplier<List<LaneSnapshot>> lanes,
            Settings settings,
            InstantSource clock) {
        this.intake = intake;
        this.dispatch = dispatch;
        this.intakeStatus = intakeStatus;
        this.lanes = lanes;
        this.settings = settings;
        this.grace = LivenessWatchdog.grace(settings.stalled());
        this.clock = clock;
    }

    /**
     * One observation.
     *
     * @param stalls what is stalled now
     * @param bytesRead bytes read from brokers since the start
     */
    record Observation(List<Stall> stalls, double bytesRead) {}

    @Override
    public Observation get() {
        List<Stall> stalls = new ArrayList<>();
        StreamThreadStalls dispatchThreads = StreamThreadStalls.of(dispatch.metrics());
        StreamThreadStalls intakeThreads = StreamThreadStalls.of(intake.metrics());
        if (dispatchThreads.anySilent(grace)) {
            stalls.addAll(dispatchThreads.stalls(grace, stacks()));
        } else {
            stalls.addAll(LaneStalls.of(lanes.get(), this::maxCallTime, grace, clock.millis()));
        }
        if (intakeThreads.anySilent(grace)
                && intakeStatus.waitingForRegistrySince().isEmpty()) {
            stalls.addAll(intakeThreads.stalls(grace, stacks()));
        }
        return new Observation(stalls, dispatchThreads.bytesRead() + intakeThreads.bytesRead());
    }

    /** A call may take twice its timeout if credentials have to be fetched first. */
    private Duration maxCallTime(String lane) {
        LaneSettings found = settings.lanes().get(lane);
        return found == null ? Duration.ZERO : found.callTimeout().multipliedBy(2);
    }

    private static Map<String, StackTraceElement[]> stacks() {
        Map<String, StackTraceElement[]> stacks = new HashMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> stacks.put(thread.getName(), stack));
        return stacks;
    }
}
