package chatcontacts.dispatch;

/** The names inside the topology, but for that of its state. */
final class DispatchNames {

    static final String SOURCE = "dispatch-messages";
    static final String CONTROL_SOURCE = "dispatch-control";
    static final String DISPATCH = "dispatch";
    static final String RESULTS = "results";
    static final String DEAD_LETTERS = "dead-letters";
    static final String CONTROL_LOG = "control-log";
    static final String LANES = "lanes";
    static final String CONTROL = "control";

    private DispatchNames() {}
}
