package chatcontacts.http;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a browser says that a page of another site sends a request. Programs that are no browsers say nothing of it. */
final class CrossSiteCheck {

    private CrossSiteCheck() {}

    /**
     * Browsers of today send {@code Sec-Fetch-Site}, which no page can set, and it also holds behind a proxy that changes the host. For
     * others the origin must be the host that was asked.
     */
    static boolean isFromAnotherSite(Headers headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin");
        }
        String origin = headers.getFirst("Origin");
        return origin != null && !isHost(origin, headers.getFirst("Host"));
    }

    private static boolean isHost(String origin, @Nullable String host) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null
                    && host != null
                    && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
