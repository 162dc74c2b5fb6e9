package chatcontacts.http;

/** Which paths a port serves. */
enum EndpointRole {

    /** All of them. */
    WHOLE,

    /** Health and metrics, where they have a port of their own. */
    MANAGEMENT,

    /** Then the rest. */
    QUESTIONS;

    boolean serves(String path) {
        boolean management = path.equals("/metrics") || path.startsWith("/health/");
        return this == WHOLE || management == (this == MANAGEMENT);
    }
}
