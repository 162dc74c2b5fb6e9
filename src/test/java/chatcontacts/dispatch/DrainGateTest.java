package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DrainGateTest {

    private final DrainGate gate = new DrainGate();

    @Test
    void aTaskThatMayCallCountsAsACallUntilItReports() {
        assertThat(gate.mayCall("task")).isTrue();
        gate.close();
        assertThat(gate.inFlight()).isEqualTo(1);

        gate.report("task", 3, 1_000);
        assertThat(gate.inFlight()).isEqualTo(3);

        assertThat(gate.mayCall("task")).isFalse();
        gate.report("task", 0, 1_000);
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void lettingATaskCallHidesNoneOfItsCalls() {
        gate.report("task", 3, 1_000);
        assertThat(gate.mayCall("task")).isTrue();
        assertThat(gate.inFlight()).isEqualTo(3);
    }

    @Test
    void onceClosedNoTaskMayCallAndNothingCounts() {
        gate.close();
        assertThat(gate.mayCall("task")).isFalse();
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void theEarliestWakeUpOfATaskEndsTheWait() {
        assertThat(gate.nextWakeUpMs()).as("without a task nothing waits").isZero();
        gate.report("task", 0, Long.MAX_VALUE);
        assertThat(gate.nextWakeUpMs()).isEqualTo(Long.MAX_VALUE);
        gate.report("other", 1, 2_000);
        assertThat(gate.nextWakeUpMs()).isEqualTo(2_000);
        gate.remove("other");
        assertThat(gate.nextWakeUpMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(gate.inFlight()).isZero();
    }
}
