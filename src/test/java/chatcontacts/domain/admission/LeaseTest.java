package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeaseTest {

    private final Lease lease = new Lease(1, 2, true, Set.of("a"));

    @Test
    void aTransferOpensAnotherSegmentAndEndsTheFormer() {
        Lease transferred = lease.with("b").without("a");
        assertThat(transferred).isEqualTo(new Lease(1, 2, true, Set.of("b")));
    }

    @Test
    void aSegmentThatIsOpenIsNotOpenedTwice() {
        assertThat(lease.with("a")).isSameAs(lease);
    }

    @Test
    void keepsNoHoldOnTheSetItWasMadeFrom() {
        Set<String> segments = new HashSet<>(Set.of("a"));
        Lease copy = new Lease(1, 2, true, segments);
        segments.clear();
        assertThat(copy.segments()).containsExactly("a");
    }
}
