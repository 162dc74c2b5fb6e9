package chatcontacts.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A short chaos run. {@code -Dchaos.for=20m} makes it a long one, {@code -Dchaos.seed=N} another one. */
final class ChaosIT {

    private static final Duration LENGTH = RandomDuration.duration(System.getProperty("chaos.for", "48s"));
    private static final Duration EVERY = Duration.ofSeconds(8);
    private static final long SEED = Long.getLong("chaos.seed", 1);

    @Test
    void nothingIsLostOrDoubledWhateverBreaks() throws InterruptedException {
        ChaosReport report = new ChaosEnvironment(
                        new ChaosEnvironment.ChaosSettings(SEED, LENGTH, EVERY, 3, 20, false), System.out::println)
                .run();

        System.out.println(report.text());
        assertThat(report.faults()).isEmpty();
        assertThat(report.disturbances().get("kills")).isGreaterThanOrEqualTo(5);
    }
}
