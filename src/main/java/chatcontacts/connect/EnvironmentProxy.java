package chatcontacts.connect;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;

/**
 * The proxy that the environment names for calls to an endpoint: {@code https.proxyHost} or {@code HTTPS_PROXY} for an endpoint with
 * TLS. Left alone, the SDK's clients look at the settings for plain HTTP whatever they call, and a Netty client that is told to look
 * at the others takes that for a proxy that speaks TLS itself.
 */
final class EnvironmentProxy {

    private EnvironmentProxy() {}

    /** Empty: that of the Region, which has TLS. */
    static ProxyConfiguration of(Optional<URI> endpoint) {
        ProxyConfiguration found =
                ProxyConfiguration.builder().scheme(scheme(endpoint)).build();
        ProxyConfiguration.Builder proxy = ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false)
                .scheme("http");
        if (found.host() != null) {
            proxy.host(found.host()).port(found.port());
            proxy.username(found.username()).password(found.password());
            proxy.nonProxyHosts(found.nonProxyHosts());
        }
        return proxy.build();
    }

    static String scheme(Optional<URI> endpoint) {
        return endpoint.map(URI::getScheme).orElse("https").toLowerCase(Locale.ROOT);
    }
}
