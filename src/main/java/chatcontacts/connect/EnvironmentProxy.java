package chatcontacts.connect;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;

/**
 * The proxy that the environment configures for an endpoint: {@code https.proxyHost} or {@code HTTPS_PROXY} for an endpoint with TLS.
 * By default, the SDK's clients use the settings for plain HTTP for every endpoint, and a Netty client that is told to use those for
 * HTTPS expects a proxy that speaks TLS itself.
 */
final class EnvironmentProxy {

    private EnvironmentProxy() {}

    /** The proxy for an endpoint. If empty, it is the Region's own endpoint, which has TLS. */
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
