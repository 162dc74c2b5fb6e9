package chatcontacts.cli.redrive;

import java.time.Instant;
import java.util.Optional;

/** Listens to a running redrive, on its thread. */
public interface RedriveListener {

    /**
     * One dead letter that is meant.
     *
     * @param place {@code topic-partition@offset}
     * @param skipped why it is not sent again; empty if it is
     */
    record Decision(
            String place,
            Instant failedAt,
            String reason,
            Optional<String> errorCode,
            Optional<String> instance,
            int redriveCount,
            Optional<SkipReason> skipped) {}

    /** It was decided on, and sent if it had to be. */
    void decided(Decision row);

    /** Something was read or sent. */
    void progress(RedriveReport soFar);
}
