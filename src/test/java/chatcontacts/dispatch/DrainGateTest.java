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

        gate.report("task", 3);
        assertThat(gate.inFlight()).isEqualTo(3);

        assertThat(gate.mayCall("task")).isFalse();
        gate.report("task", 0);
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void lettingATaskCallHidesNoneOfItsCalls() {
        gate.report("task", 3);
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
    void aTaskThatIsClosedCountsNoLonger() {
        gate.report("task", 3);
        gate.remove("task");
        assertThat(gate.inFlight()).isZero();
    }
}
