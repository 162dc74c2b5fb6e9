package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AccessDenialsTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final AccessDenials refused = AccessDenials.NONE.refused("a", false, BACKOFF, T0, 0.5);

    @Test
    void aRefusalHoldsTheInstanceUntilAProbeMayGo() {
        assertThat(AccessDenials.NONE.admits(0)).isTrue();
        assertThat(refused.held()).isTrue();
        assertThat(refused.admits(T0 + 499)).isFalse();
        assertThat(refused.admits(T0 + 500)).isTrue();
        assertThat(refused.probeSent().admits(T0 + 100_000)).isFalse();
        assertThat(refused.probeSent().probeLost()).isEqualTo(refused);
    }

    @Test
    void nothingIsProbedWhileNothingIsHeld() {
        assertThat(AccessDenials.NONE.probeSent()).isEqualTo(AccessDenials.NONE);
        assertThat(AccessDenials.NONE.probeLost()).isEqualTo(AccessDenials.NONE);
    }

    @Test
    void holdsLongerAfterEachProbeThatIsRefused() {
        AccessDenials next = refused.probeSent().refused("b", true, BACKOFF, T0, 0.5);
        assertThat(next.step()).isEqualTo(1);
        assertThat(next.untilMs()).isEqualTo(T0 + 1_000);
        assertThat(next.probing()).isFalse();
        next = next.probeSent().refused("c", true, BACKOFF, T0, 0.5);
        next = next.probeSent().refused("d", true, BACKOFF, T0, 0.5);
        assertThat(next.step()).isEqualTo(2);
    }

    @Test
    void aRefusalOfAnEarlierCallIsNotedButHoldsNoLonger() {
        AccessDenials next = refused.probeSent().refused("b", false, BACKOFF, T0 + 400, 0.9);
        assertThat(next.step()).isZero();
        assertThat(next.untilMs()).isEqualTo(refused.untilMs());
        assertThat(next.probing()).isTrue();
        assertThat(next.flows()).containsOnlyKeys("a", "b");
    }

    @Test
    void anotherFlowThatWorksShowsThatTheRefusalIsTheFlowsOwn() {
        assertThat(refused.isFlowsOwn("a")).isFalse();
        AccessDenials known = refused.allowed("b");
        assertThat(known.held()).isFalse();
        assertThat(known.isFlowsOwn("a")).isTrue();
        assertThat(known.isFlowsOwn("b")).isFalse();
        assertThat(known.step()).isZero();
    }

    @Test
    void aFlowThatWorksAgainIsForgotten() {
        assertThat(refused.allowed("b").allowed("a").flows()).isEmpty();
        assertThat(refused.allowed("a")).isEqualTo(AccessDenials.NONE);
        assertThat(AccessDenials.NONE.allowed("a")).isSameAs(AccessDenials.NONE);
        AccessDenials heldAfterRestart = new AccessDenials(java.util.Map.of(), 3, T0, true, false);
        assertThat(heldAfterRestart.allowed("a")).isEqualTo(AccessDenials.NONE);
    }

    @Test
    void remembersABoundedNumberOfFlowsTheOldestGoFirst() {
        AccessDenials many = AccessDenials.NONE;
        for (int i = 0; i < 65; i++) {
            many = many.refused("flow-" + i, true, BACKOFF, T0, 0.5);
        }
        assertThat(many.flows()).hasSize(64).doesNotContainKey("flow-0").containsKey("flow-1");
    }
}
