package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DrainGateTest {

    private final DrainGate gate = new DrainGate();

    @Test
    void aTaskThatWasLetInCountsAsACallUntilItReports() {
        assertThat(gate.lets("task")).isTrue();
        gate.shut();
        assertThat(gate.inFlight()).isEqualTo(1);

        gate.report("task", 3, 1_000);
        assertThat(gate.inFlight()).isEqualTo(3);

        assertThat(gate.lets("task")).isFalse();
        gate.report("task", 0, 1_000);
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void lettingATaskInHidesNoneOfItsCalls() {
        gate.report("task", 3, 1_000);
        assertThat(gate.lets("task")).isTrue();
        assertThat(gate.inFlight()).isEqualTo(3);
    }

    @Test
    void onceShutNobodyIsLetInAndNothingCounts() {
        gate.shut();
        assertThat(gate.lets("task")).isFalse();
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void theFirstTaskThatWantsToBeWokenEndsTheWait() {
        assertThat(gate.nextLookMs()).as("without a task nobody waits").isZero();
        gate.report("task", 0, Long.MAX_VALUE);
        assertThat(gate.nextLookMs()).isEqualTo(Long.MAX_VALUE);
        gate.report("other", 1, 2_000);
        assertThat(gate.nextLookMs()).isEqualTo(2_000);
        gate.closed("other");
        assertThat(gate.nextLookMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(gate.inFlight()).isZero();
    }
}
