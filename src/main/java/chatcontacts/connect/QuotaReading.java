package chatcontacts.connect;

/** What came of the question how high a quota is. */
public sealed interface QuotaReading {

    /**
     * The quota that applies.
     *
     * @param value above 0
     */
    record Applied(double value) implements QuotaReading {}

    /** The credentials have no right to ask. */
    record NotAllowed(String errorCode) implements QuotaReading {}

    /**
     * There is no answer.
     *
     * @param cause an error code of AWS, or the name of an exception
     */
    record NotKnown(String cause) implements QuotaReading {}
}
