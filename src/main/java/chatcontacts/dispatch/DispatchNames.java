package chatcontacts.dispatch;

/** The names inside the topology. To rename the store loses its state: the changelog is named after it. */
public final class DispatchNames {

    public static final String STORE = "state";
    static final String SOURCE = "dispatch-messages";
    static final String DISPATCH = "dispatch";
    static final String RESULTS = "results";
    static final String DEAD_LETTERS = "dead-letters";
    static final String CONTROL_LOG = "control-log";
    static final String LANES = "lanes";

    private DispatchNames() {}

    /** The changelog topic of the state, as Kafka Streams names it. */
    public static String changelog(String applicationId) {
        return applicationId + "-" + STORE + "-changelog";
    }
}
