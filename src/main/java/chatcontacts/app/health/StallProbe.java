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

/** What the running service looks like from outside, put together from both sides. */
public final class StallProbe implements Supplier<StallProbe.Signs> {

    private final KafkaStreams intake;
    private final KafkaStreams dispatch;
    private final IntakeStatus registry;
    private final Supplier<List<LaneSnapshot>> lanes;
    private final Settings settings;
    private final Duration grace;
    private final InstantSource clock;

    public StallProbe(
            KafkaStreams intake,
            KafkaStreams dispatch,
            IntakeStatus registry,
            Supplier<List<LaneSnapshot>> lanes,
            Settings settings,
            InstantSource clock) {
        this.intake = intake;
        this.dispatch = dispatch;
        this.registry = registry;
        this.lanes = lanes;
        this.settings = settings;
        this.grace = LivenessWatchdog.grace(settings.stalled());
        this.clock = clock;
    }

    /**
     * One look.
     *
     * @param standing what stands still
     * @param bytes what was read from brokers since the start
     */
    record Signs(List<Stall> standing, double bytes) {}

    @Override
    public Signs get() {
        List<Stall> standing = new ArrayList<>();
        StreamThreadStalls dispatchSide = StreamThreadStalls.of(dispatch.metrics());
        StreamThreadStalls intakeSide = StreamThreadStalls.of(intake.metrics());
        if (dispatchSide.anySilent(grace)) {
            standing.addAll(dispatchSide.standing(grace, stacks()));
        } else {
            standing.addAll(LaneStalls.of(lanes.get(), this::longestCall, grace, clock.millis()));
        }
        if (intakeSide.anySilent(grace) && registry.waitingForRegistrySince().isEmpty()) {
            standing.addAll(intakeSide.standing(grace, stacks()));
        }
        return new Signs(standing, dispatchSide.bytes() + intakeSide.bytes());
    }

    /** A call may take its time-out twice if credentials had to be fetched first. */
    private Duration longestCall(String lane) {
        LaneSettings found = settings.lanes().get(lane);
        return found == null ? Duration.ZERO : found.callTimeout().multipliedBy(2);
    }

    private static Map<String, StackTraceElement[]> stacks() {
        Map<String, StackTraceElement[]> stacks = new HashMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> stacks.put(thread.getName(), stack));
        return stacks;
    }
}
