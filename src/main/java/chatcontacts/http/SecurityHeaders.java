package chatcontacts.http;

import com.sun.net.httpserver.Headers;

/** The headers of every reply: browsers must not guess its type, cache it, embed it in another page, or send its URL as a referrer. */
final class SecurityHeaders {

    private SecurityHeaders() {}

    /** Call this before setting the reply's own headers, which may allow more. */
    static void set(Headers headers) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }
}
