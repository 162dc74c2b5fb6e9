package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AccessDenialsTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final AccessDenials denied = AccessDenials.NONE.denied("a", false, BACKOFF, T0, 0.5);

    @Test
    void aDenialHoldsTheInstanceUntilAProbeMayGo() {
        assertThat(AccessDenials.NONE.admits(0)).isTrue();
        assertThat(denied.held()).isTrue();
        assertThat(denied.admits(T0 + 499)).isFalse();
        assertThat(denied.admits(T0 + 500)).isTrue();
        assertThat(denied.probeSent().admits(T0 + 100_000)).isFalse();
        assertThat(denied.probeSent().probeLost()).isEqualTo(denied);
    }

    @Test
    void nothingIsProbedWhileNothingIsHeld() {
        assertThat(AccessDenials.NONE.probeSent()).isEqualTo(AccessDenials.NONE);
        assertThat(AccessDenials.NONE.probeLost()).isEqualTo(AccessDenials.NONE);
    }

    @Test
    void holdsLongerAfterEachProbeThatIsDenied() {
        AccessDenials next = denied.probeSent().denied("b", true, BACKOFF, T0, 0.5);
        assertThat(next.gate().step()).isEqualTo(1);
        assertThat(next.gate().untilMs()).isEqualTo(T0 + 1_000);
        assertThat(next.gate().probing()).isFalse();
        next = next.probeSent().denied("c", true, BACKOFF, T0, 0.5);
        next = next.probeSent().denied("d", true, BACKOFF, T0, 0.5);
        assertThat(next.gate().step()).isEqualTo(2);
    }

    @Test
    void aDenialOfAnEarlierCallIsNotedButHoldsNoLonger() {
        AccessDenials next = denied.probeSent().denied("b", false, BACKOFF, T0 + 400, 0.9);
        assertThat(next.gate().step()).isZero();
        assertThat(next.gate().untilMs()).isEqualTo(denied.gate().untilMs());
        assertThat(next.gate().probing()).isTrue();
        assertThat(next.flows()).containsOnlyKeys("a", "b");
    }

    @Test
    void anotherFlowThatWorksShowsThatTheDenialIsTheFlowsOwn() {
        assertThat(denied.isFlowsOwn("a")).isFalse();
        AccessDenials known = denied.allowed("b");
        assertThat(known.held()).isFalse();
        assertThat(known.isFlowsOwn("a")).isTrue();
        assertThat(known.isFlowsOwn("b")).isFalse();
        assertThat(known.gate().step()).isZero();
    }

    @Test
    void aFlowThatWorksAgainIsForgotten() {
        assertThat(denied.allowed("b").allowed("a").flows()).isEmpty();
        assertThat(denied.allowed("a")).isEqualTo(AccessDenials.NONE);
        assertThat(AccessDenials.NONE.allowed("a")).isSameAs(AccessDenials.NONE);
        AccessDenials heldAfterRestart = AccessDenials.restored(true, 3, T0);
        assertThat(heldAfterRestart.allowed("a")).isEqualTo(AccessDenials.NONE);
    }

    @Test
    void remembersABoundedNumberOfFlowsTheOldestGoFirst() {
        AccessDenials many = AccessDenials.NONE;
        for (int i = 0; i < 65; i++) {
            many = many.denied("flow-" + i, true, BACKOFF, T0, 0.5);
        }
        assertThat(many.flows()).hasSize(64).doesNotContainKey("flow-0").containsKey("flow-1");
    }
}
