package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import java.util.Optional;

/** What a source tells of a limit while the engine runs. A later change of the same limit by the same source replaces it. */
public sealed interface LimitChange {

    /** The lane's name. */
    String lane();

    /** Who tells it. */
    LimitSource source();

    /** The same source has nothing to say of this limit any more. */
    LimitChange silenced();

    /**
     * The rate of a lane.
     *
     * @param rate empty: the source has nothing to say any more
     */
    record OfRate(String lane, LimitSource source, Optional<RateLimit> rate) implements LimitChange {
        @Override
        public LimitChange silenced() {
            return new OfRate(lane, source, Optional.empty());
        }
    }

    /**
     * The quota of an instance.
     *
     * @param instanceId the bare id
     * @param concurrentChats at least 1; empty: the source has nothing to say any more
     */
    record OfQuota(String lane, String instanceId, LimitSource source, Optional<Integer> concurrentChats)
            implements LimitChange {
        @Override
        public LimitChange silenced() {
            return new OfQuota(lane, instanceId, source, Optional.empty());
        }
    }

    /**
     * The rate of an instance inside its lane.
     *
     * @param instanceId the bare id
     * @param rate empty: the source has nothing to say any more
     */
    record OfInstanceRate(String lane, String instanceId, LimitSource source, Optional<RateLimit> rate)
            implements LimitChange {
        @Override
        public LimitChange silenced() {
            return new OfInstanceRate(lane, instanceId, source, Optional.empty());
        }
    }
}
