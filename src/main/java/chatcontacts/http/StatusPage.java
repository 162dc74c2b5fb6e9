package chatcontacts.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The status page at {@code /}: one HTML file that queries {@code /api/v1}. Its content security policy allows only the script and
 * style of that file, by hash, and connections to this process, and blocks everything that turns text into markup.
 */
final class StatusPage {

    private static final String FILE = "status.html";

    private StatusPage() {}

    static HttpReply reply() {
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
        return HttpReply.of(200, HttpReply.HTML, html)
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

    /** The file with normalized line ends, as browsers hash it. */
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

    /** The hash of the text of the only element of that name. */
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
