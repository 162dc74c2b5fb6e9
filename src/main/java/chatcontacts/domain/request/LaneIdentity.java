package chatcontacts.domain.request;

import java.util.Optional;

/**
 * The account and Region that a lane serves, as far as they are known by now.
 *
 * @param region empty: not known outside of the running service
 * @param account empty: not known yet
 */
public record LaneIdentity(Optional<String> region, Optional<String> account) {

    /** Whether an instance of that reference can be in this Region and account. What is not known agrees with anything. */
    public boolean serves(InstanceRef instance) {
        return InstanceRef.agree(region, instance.region()) && InstanceRef.agree(account, instance.account());
    }
}
