package chatcontacts.dispatch.engine;

import java.time.Duration;
import java.util.List;

/** Prints how much of its quota an instance uses whose chat ends are lost, and asked for. A day on virtual time takes minutes. */
final class ReconciliationBenchmark {

    private static final Duration HOURS = Duration.ofHours(4);
    private static final Duration DAY = Duration.ofDays(1);

    private ReconciliationBenchmark() {}

    public static void main(String[] args) {
        for (ReconciledScenario it : List.of(
                new ReconciledScenario(100, 0.9, 0.5, HOURS),
                new ReconciledScenario(500, 0.9, 0.5, HOURS),
                new ReconciledScenario(100, 0, 0.5, DAY),
                new ReconciledScenario(500, 0, 0.5, DAY),
                new ReconciledScenario(500, 0, 1, DAY))) {
            System.out.println(it.run());
        }
    }
}
