package chatcontacts.cli.redrive;

import java.time.Duration;

/**
 * What a redrive run does.
 *
 * @param deadLetterTopic where dead letters lie
 * @param selection which are meant
 * @param rules which may be sent
 * @param max how many are sent at most
 * @param perSecond how many are sent a second; infinite: as fast as it goes
 * @param patience how long brokers may be silent
 */
public record RedrivePlan(
        String deadLetterTopic,
        Selection selection,
        RedriveRules rules,
        long max,
        double perSecond,
        Duration patience) {

    /** An open transaction hides what others send to the same partitions: keep it short. */
    private static final int MAX_BATCH = 100;

    public RedrivePlan {
        if (max < 1 || !(perSecond > 0)) {
            throw new IllegalArgumentException("max " + max + ", " + perSecond + " a second");
        }
    }

    /** How many are sent in one transaction. */
    int batch() {
        return (int) Math.clamp(perSecond / 2, 1, MAX_BATCH);
    }
}
