package chatcontacts.http;

/** The paths that a port serves. */
enum EndpointRole {

    /** All paths. */
    ALL,

    /** Health and metrics, on their own port. */
    MANAGEMENT,

    /** The status page and the API, if health and metrics have their own port. */
    API;

    boolean serves(String path) {
        boolean management = path.equals("/metrics") || path.startsWith("/health/");
        return this == ALL || management == (this == MANAGEMENT);
    }
}
