package chatcontacts.app.limits;

import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.LimitSource;

/**
 * The limits of all lanes as this process knows them, and what AWS last said of each.
 *
 * @param inForce the limits that hold
 * @param discovered when AWS said what, or why it did not
 * @param reported how many chats there are, by CloudWatch
 */
public record LimitsView(DispatchSettings inForce, DiscoveredLimits discovered, ReportedChats reported) {

    /** The limits of that lane; for one that is not configured any more, those that let nothing go. */
    public LaneLimits lane(String name) {
        return inForce.lanes().getOrDefault(name, LaneLimits.REMOVED);
    }

    public InstanceLimits instance(String lane, String instanceId) {
        return lane(lane).instance(instanceId);
    }

    /** Whether the settings name another rate than the one that applies in AWS. */
    public boolean isRateMismatched(String lane) {
        return differs(lane(lane).rate().map(rate -> rate.ratePerSecond()));
    }

    /** Whether the settings name another quota than the one that applies in AWS. */
    public boolean isQuotaMismatched(String lane, String instanceId) {
        return differs(instance(lane, instanceId).concurrentChats());
    }

    private static boolean differs(Limit<?> limit) {
        return limit.told(LimitSource.CONFIGURED)
                .flatMap(configured -> limit.told(LimitSource.DISCOVERED).map(applied -> !applied.equals(configured)))
                .orElse(false);
    }
}
