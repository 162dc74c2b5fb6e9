package chatcontacts.domain.request;

import java.time.Duration;

/**
 * How long a client token stands for the same contact at Connect, and the parts of that time that the service uses. Within the
 * window a call with the token of an earlier one finds that one's chat; later it would start a second.
 */
public final class TokenWindow {

    /** The window: 7 days, as documented for the sibling calls. */
    public static final Duration LENGTH = Duration.ofDays(7);

    /** After the first call with a token no other is made later than this: an hour is left for clocks. */
    public static final Duration MAX_BETWEEN_CALLS = LENGTH.minusHours(1);

    /**
     * A request waits no longer than this, counted from its arrival or from the first call of a former round. The day that is
     * left is room for the last call itself, for clocks and for whoever must look into a doubtful request.
     */
    public static final Duration MAX_WAIT = LENGTH.minusDays(1);

    private TokenWindow() {}
}
