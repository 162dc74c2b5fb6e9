package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.LaneMaxima;
import chatcontacts.dispatch.store.OverrideRow;
import chatcontacts.dispatch.store.OverrideRow.PauseRow;
import chatcontacts.dispatch.store.OverrideRow.QuotaRow;
import chatcontacts.dispatch.store.OverrideRow.RateRow;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.control.ControlCommand.LimitQuota;
import chatcontacts.domain.control.ControlCommand.LimitRate;
import java.util.Optional;

/** The limits that operators set for a lane and its instances, within what the settings allow them. */
final class LimitOverrides {

    private final Lane lane;
    private final LaneMaxima maxima;

    LimitOverrides(Lane lane, LaneMaxima maxima) {
        this.lane = lane;
        this.maxima = maxima;
    }

    /** Why that limit must not be set, if so. */
    Optional<String> problem(LimitRate wanted) {
        RateLimit without = rateWithout(lane);
        if (wanted.ratePerSecond().orElse(0) > maxRate(without)) {
            return Optional.of("rate: at most " + maxRate(without) + " may be set; lanes." + lane.name()
                    + ".rate.max allows more");
        }
        return wanted.burst().orElse(0) > without.burst()
                ? Optional.of("burst: at most " + (long) without.burst() + " may be set, as in the settings")
                : Optional.empty();
    }

    /** Why that limit must not be set, if so. */
    Optional<String> problem(String instanceId, LimitQuota wanted) {
        int max = maxQuota(instanceId);
        return wanted.concurrentChats() > max
                ? Optional.of("quota: at most " + max + " may be set; instances.NAME.concurrent.chats.max allows more")
                : Optional.empty();
    }

    /** From now on that limit holds. Settings that allow less than before are kept. */
    void apply(String instanceId, OverrideRow row, long nowMs) {
        switch (row) {
            case PauseRow it -> {}
            case RateRow it -> {
                RateLimit without = rateWithout(lane);
                double rate = it.ratePerSecond().orElse(without.ratePerSecond());
                double burst = it.burst().isPresent() ? it.burst().getAsInt() : without.burst();
                RateLimit limit = new RateLimit(Math.min(rate, maxRate(without)), Math.min(burst, without.burst()));
                lane.change(new LimitChange.OfRate(lane.name(), LimitSource.OPERATOR, Optional.of(limit)), nowMs);
            }
            case QuotaRow it -> {
                int quota = Math.min(it.concurrentChats(), maxQuota(instanceId));
                lane.change(
                        new LimitChange.OfQuota(lane.name(), instanceId, LimitSource.OPERATOR, Optional.of(quota)),
                        nowMs);
            }
        }
    }

    /** From now on the limit holds that would hold without an operator. */
    void clear(String instanceId, long nowMs) {
        lane.change(
                instanceId.equals(Overrides.LANE)
                        ? new LimitChange.OfRate(lane.name(), LimitSource.OPERATOR, Optional.empty())
                        : new LimitChange.OfQuota(lane.name(), instanceId, LimitSource.OPERATOR, Optional.empty()),
                nowMs);
    }

    /** The rate that would hold without an operator. */
    static RateLimit rateWithout(Lane lane) {
        return lane.limits().rate().with(LimitSource.OPERATOR, Optional.empty()).value();
    }

    /** The quota that would hold without an operator. */
    static int quotaWithout(Lane lane, String instanceId) {
        return lane.limits()
                .instance(instanceId)
                .concurrentChats()
                .with(LimitSource.OPERATOR, Optional.empty())
                .value();
    }

    private double maxRate(RateLimit without) {
        return Math.max(without.ratePerSecond(), maxima.ratePerSecond());
    }

    private int maxQuota(String instanceId) {
        return Math.max(quotaWithout(lane, instanceId), maxima.concurrentChats().getOrDefault(instanceId, 0));
    }
}
