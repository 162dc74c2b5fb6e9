package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Result;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Tells of calls and outcomes within a trace, to which histograms can point with exemplars. Belongs to a stream thread. */
final class TracedMetrics implements DispatchMetrics {

    private final DispatchMetrics metrics;
    private final Supplier<Context> trace;

    /** @param trace the one of what is being told; {@link Context#root()}: none */
    TracedMetrics(DispatchMetrics metrics, Supplier<Context> trace) {
        this.metrics = metrics;
        this.trace = trace;
    }

    @Override
    public void settled(String lane, Result result) {
        CallTraces.within(trace.get(), () -> metrics.settled(lane, result));
    }

    @Override
    public void called(String lane, String instanceId, CallResult result, Duration duration, boolean again) {
        CallTraces.within(trace.get(), () -> metrics.called(lane, instanceId, result, duration, again));
    }

    @Override
    public void deadLetter(DeadLetterCause cause, Instant failedAt) {
        metrics.deadLetter(cause, failedAt);
    }

    @Override
    public void leasesEnded(String lane, LeaseEnd how, int leases) {
        metrics.leasesEnded(lane, how, leases);
    }

    @Override
    public void skipped(String why) {
        metrics.skipped(why);
    }

    @Override
    public void standing(String task, List<LaneSnapshot> lanes) {
        metrics.standing(task, lanes);
    }
}
