package chatcontacts.connect;

import java.time.Instant;
import java.util.Optional;

/** What came of the question whose credentials a lane uses. */
public sealed interface CallerReading {

    /**
     * AWS knows them.
     *
     * @param account whose they are
     * @param time by the clock of AWS, if the answer told it
     */
    record Known(String account, Optional<Instant> time) implements CallerReading {}

    /** The lane's calls are not signed. */
    record Unsigned() implements CallerReading {}

    /**
     * There are some, and AWS STS, which would tell whose they are, does not answer.
     *
     * @param cause the name of an exception
     */
    record Unconfirmed(String cause) implements CallerReading {}

    /**
     * There are none, or AWS does not accept them.
     *
     * @param cause an error code of AWS, or the name of an exception
     */
    record Refused(String cause) implements CallerReading {}
}
