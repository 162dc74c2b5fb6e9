package chatcontacts.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The page at {@code /}: one HTML file that asks {@code /api/v1}. Its policy lets nothing run or style but what is in that file,
 * by hash, connects to this process only, and has the browser refuse whatever would make markup of text.
 */
final class StatusPage {

    private static final String FILE = "status.html";

    private StatusPage() {}

    static Reply reply() {
        String html = file();
        String policy = String.join(
                "; ",
                "default-src 'none'",
                "script-src " + hash(html, "script"),
                "style-src " + hash(html, "style"),
                "connect-src 'self'",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types 'none'");
        return Reply.of(200, Reply.HTML, html)
                .with(Map.of(
                        "Content-Security-Policy",
                        policy,
                        "Referrer-Policy",
                        "no-referrer",
                        "Cross-Origin-Opener-Policy",
                        "same-origin",
                        "Cross-Origin-Resource-Policy",
                        "same-origin"));
    }

    /** With the line ends that browsers make of any others before they take the hash. */
    private static String file() {
        try (InputStream in = StatusPage.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
    }

    /** Of the text of the one element of that name. */
    private static String hash(String html, String element) {
        int begin = html.indexOf("<" + element + ">") + element.length() + 2;
        String text = html.substring(begin, html.indexOf("</" + element + ">", begin));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
