package chatcontacts.http;

/**
 * Commands of operators over HTTP.
 *
 * @param token what an operator must send
 * @param behindTls whether something in front of the port ends TLS; if not, a port without TLS is on the loopback interface only
 * @param source passes the commands on
 */
public record ControlAccess(String token, boolean behindTls, ControlSource source) {

    @Override
    public String toString() {
        return "ControlAccess[behindTls=" + behindTls + "]";
    }
}
