package chatcontacts.wire;

/** The names of the state. To rename the store loses it: the changelog is named after it. */
public final class StateNames {

    public static final String STORE = "state";

    private StateNames() {}

    /** The changelog topic of the state, as Kafka Streams names it. */
    public static String changelog(String applicationId) {
        return applicationId + "-" + STORE + "-changelog";
    }
}
