package chatcontacts.http;

import java.net.URI;

/** The path that a request names, as it was written. */
final class RequestPath {

    private RequestPath() {}

    /**
     * Nothing is decoded, shortened or resolved, so that each path has one spelling only: {@code /health/%6cive}, {@code //metrics}
     * and {@code /x/../metrics} are none of ours. What begins with two slashes would otherwise be taken for a host and a path.
     */
    static String path(URI uri) {
        boolean hostOnly = uri.getScheme() == null && uri.getRawAuthority() != null;
        String path = uri.getRawPath();
        return hostOnly || path == null ? "" : path;
    }
}
