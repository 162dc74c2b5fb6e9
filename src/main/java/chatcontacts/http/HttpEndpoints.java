package chatcontacts.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The HTTP ports of the process: one for everything, or a second one for health and metrics, which clients that overload the first
 * one cannot block. Listens from its construction until it is closed.
 */
public final class HttpEndpoints implements AutoCloseable {

    private final HttpEndpoint main;
    private final HttpEndpoint management;

    /**
     * Starts to listen.
     *
     * @param port 0 for any free port
     * @param managementPort the port of health and metrics; if empty, the first port serves them too
     * @param health called for each request
     * @param metrics called for each request
     * @param statusSource answers the queries of the API
     * @param access how the first port is protected; the one of health and metrics is plain HTTP for everyone
     * @param control takes commands of operators, on the first port only
     * @throws UncheckedIOException if a port is not available
     */
    public HttpEndpoints(
            int port,
            Optional<Integer> managementPort,
            HealthSource health,
            MetricsSource metrics,
            StatusSource statusSource,
            HttpAccess access,
            Optional<ControlAccess> control) {
        EndpointRole mainRole = managementPort.isPresent() ? EndpointRole.API : EndpointRole.ALL;
        main = open(
                "http.port",
                port,
                free -> new HttpEndpoint(free, health, metrics, statusSource, mainRole, access, control));
        try {
            management = managementPort
                    .map(second -> open(
                            "http.management.port",
                            second,
                            free -> new HttpEndpoint(
                                    free,
                                    health,
                                    metrics,
                                    statusSource,
                                    EndpointRole.MANAGEMENT,
                                    HttpAccess.OPEN,
                                    Optional.empty())))
                    .orElse(main);
        } catch (RuntimeException e) {
            main.close();
            throw e;
        }
    }

    private interface EndpointFactory {
        HttpEndpoint listen(int port) throws IOException;
    }

    private static HttpEndpoint open(String setting, int port, EndpointFactory factory) {
        try {
            return factory.listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(setting + " " + port + " is not available", e);
        }
    }

    /** The port of the status page and the API. */
    public int port() {
        return main.port();
    }

    /** The port of health and metrics. */
    public int managementPort() {
        return management.port();
    }

    /** Stops at once; requests in progress are aborted. */
    @Override
    public void close() {
        main.close();
        management.close();
    }
}
