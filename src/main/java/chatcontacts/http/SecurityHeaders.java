package chatcontacts.http;

import com.sun.net.httpserver.Headers;

/** Headers of every answer: browsers shall not guess its type, keep it, show it inside another page or tell others where it was. */
final class SecurityHeaders {

    private SecurityHeaders() {}

    /** Goes before the answer's own, which may allow more. */
    static void set(Headers headers) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }
}
