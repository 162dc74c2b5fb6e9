package chatcontacts.domain.call;

/** Why a call got no useful answer, as a person would look for it. A bounded set, for labels of metrics. */
public enum FailureCause {
    /** The host's name cannot be resolved. */
    UNKNOWN_HOST,
    /** There is no way to the host. */
    NO_ROUTE,
    /** Nothing listens there. */
    CONNECTION_REFUSED,
    /** No connection, or no answer, in time. */
    TIMED_OUT,
    /** The TLS handshake failed. */
    TLS,
    /** The connection broke. */
    CONNECTION_LOST,
    /** Whoever gives the credentials does not answer. */
    CREDENTIALS_UNREACHABLE,
    /** The host answered with an error. */
    HTTP_STATUS,
    /** It failed in this process. */
    LOCAL;

    /** The cause that an error code names; what is not a short name of ours comes from the host. */
    public static FailureCause of(String errorCode) {
        return switch (errorCode) {
            case "dns" -> UNKNOWN_HOST;
            case "no-route" -> NO_ROUTE;
            case "connection-refused" -> CONNECTION_REFUSED;
            case "connect-timeout", "timeout" -> TIMED_OUT;
            case "tls" -> TLS;
            case "connection-failed", "connection-reset", "answer-cut" -> CONNECTION_LOST;
            case "credentials-unreachable" -> CREDENTIALS_UNREACHABLE;
            case "no-free-connection", "aborted", "closed", "client-fault", "credentials-missing" -> LOCAL;
            default -> HTTP_STATUS;
        };
    }

    /** Whether it is the host of the calls that has to be looked at. */
    public boolean concernsHost() {
        return this != CREDENTIALS_UNREACHABLE && this != LOCAL;
    }
}
