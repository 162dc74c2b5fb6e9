package chatcontacts.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The HTTP ports.
 *
 * @param port 0 takes a free one
 * @param managementPort of health and metrics, 0 takes a free one; empty: that of the rest
 * @param readToken what readers of the status page and the API must know; empty: nothing
 * @param tls of {@code port}; empty: plain HTTP
 * @param control who may command over HTTP; empty: nobody
 */
public record HttpSettings(
        int port,
        Optional<Integer> managementPort,
        Optional<String> readToken,
        Optional<TlsFiles> tls,
        Optional<HttpControl> control) {

    /**
     * Commands of operators over HTTP.
     *
     * @param token what an operator must know
     * @param behindTls whether something in front of the port ends TLS, so that a plain one may be on all interfaces
     */
    public record HttpControl(String token, boolean behindTls) {
        @Override
        public String toString() {
            return "HttpControl[token=" + Secrets.HIDDEN + ", behindTls=" + behindTls + "]";
        }
    }

    /**
     * Files in PEM form.
     *
     * @param certificate of the server, with the rest of its chain
     * @param key of the certificate
     * @param ca whom a process trusts that forwards a query to another; empty: those whom Java trusts
     */
    public record TlsFiles(Path certificate, Path key, Optional<Path> ca) {}

    @Override
    public String toString() {
        return "HttpSettings[port=" + port + ", managementPort=" + managementPort + ", readToken="
                + readToken.map(token -> Secrets.HIDDEN) + ", tls=" + tls
                + ", control=" + control + "]";
    }
}
