package chatcontacts.domain.admission;

/**
 * How many chats were started lately, each of them counted for less as it grows old. In an instance that is always full as many
 * chats end as are started, so this is also how fast slots become free where ends are not seen.
 *
 * @param weight of the starts until then
 * @param atMs when the last one was
 */
public record StartRate(double weight, long atMs) {

    /**
     * What "lately" is: after this long a start counts for 1/e. Long enough that it does not follow a wave of chats that began
     * together, short enough that an instance which others keep full is soon left alone.
     */
    private static final double LATELY_MS = 20_000;

    /** Nothing was started. */
    public static final StartRate NONE = new StartRate(0, 0);

    /** After one more start. */
    public StartRate started(long nowMs) {
        return new StartRate(weight(nowMs) + 1, nowMs);
    }

    /** How long that many starts take at this rate, in milliseconds; {@link Long#MAX_VALUE} if there were none. */
    public long millisFor(int starts, long nowMs) {
        return (long) (starts * LATELY_MS / weight(nowMs));
    }

    private double weight(long nowMs) {
        return weight * Math.exp((atMs - nowMs) / LATELY_MS);
    }
}
