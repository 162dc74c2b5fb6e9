package chatcontacts.dispatch;

/** The names inside the topology. A renamed store is lost state: its changelog's name is made of it. */
public final class DispatchNames {

    public static final String STORE = "state";
    static final String HOP = "hop";
    static final String DISPATCH = "dispatch";
    static final String RESULTS = "results";
    static final String DEAD_LETTERS = "dead-letters";

    private DispatchNames() {}

    /** The topic that keeps the state, as Kafka Streams names it. */
    public static String changelog(String applicationId) {
        return applicationId + "-" + STORE + "-changelog";
    }
}
