package chatcontacts.http;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a port is protected.
 *
 * @param readToken what requests to the page and the API must carry; processes send it along with the queries that they forward
 * @param tls the port's certificate and key, and whom the process trusts when it forwards a query; empty: plain HTTP
 */
public record HttpAccess(Optional<String> readToken, Optional<SSLContext> tls) {

    /** Plain HTTP for everyone. */
    public static final HttpAccess OPEN = new HttpAccess(Optional.empty(), Optional.empty());

    @Override
    public String toString() {
        return "HttpAccess[readToken=" + (readToken.isPresent() ? "set" : "none") + ", tls=" + tls.isPresent() + "]";
    }
}
