package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.LimitChange;
import chatcontacts.dispatch.engine.LimitChange.OfQuota;
import chatcontacts.dispatch.engine.LimitChange.OfRate;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a task finds of the limits that were told. */
final class LimitChangesTest {

    private final LimitChanges changes = new LimitChanges();

    private static LimitChange quota(LimitSource source, int chats) {
        return new OfQuota("default", "i1", source, Optional.of(chats));
    }

    @Test
    void theLastOfEachSourceAndLimitHolds() {
        LimitChange rate = new OfRate("default", LimitSource.DISCOVERED, Optional.of(new RateLimit(5, 8)));
        changes.tell(quota(LimitSource.DISCOVERED, 100));
        changes.tell(quota(LimitSource.OPERATOR, 10));
        changes.tell(rate);
        changes.tell(quota(LimitSource.DISCOVERED, 250));
        assertThat(changes.inForce().changes())
                .containsExactlyInAnyOrder(quota(LimitSource.DISCOVERED, 250), quota(LimitSource.OPERATOR, 10), rate);
    }

    @Test
    void theSameOnceMoreChangesNothing() {
        changes.tell(quota(LimitSource.DISCOVERED, 100));
        long version = changes.inForce().version();
        changes.tell(quota(LimitSource.DISCOVERED, 100));
        assertThat(changes.inForce().version()).isEqualTo(version);
        changes.tell(quota(LimitSource.DISCOVERED, 101));
        assertThat(changes.inForce().version()).isNotEqualTo(version);
    }
}
