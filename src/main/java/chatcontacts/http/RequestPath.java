package chatcontacts.http;

import java.net.URI;

/** The path of a request, as the client wrote it. */
final class RequestPath {

    private RequestPath() {}

    /**
     * Nothing is decoded, normalized or resolved, so that each path has only one spelling: {@code /health/%6cive}, {@code //metrics}
     * and {@code /x/../metrics} are not found. A path with two leading slashes would otherwise be parsed as a host and a path.
     */
    static String path(URI uri) {
        boolean hostOnly = uri.getScheme() == null && uri.getRawAuthority() != null;
        String path = uri.getRawPath();
        return hostOnly || path == null ? "" : path;
    }
}
