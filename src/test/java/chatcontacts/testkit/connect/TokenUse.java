package chatcontacts.testkit.connect;

/**
 * What became of one client token of one instance.
 *
 * @param calls that carried it
 * @param contacts that they made: more than one only past the token window
 */
public record TokenUse(int calls, int contacts) {

    static final TokenUse NONE = new TokenUse(0, 0);

    /** The instance by its bare id. */
    record Key(String instanceId, String clientToken) {}
}
