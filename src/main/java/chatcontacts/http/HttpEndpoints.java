package chatcontacts.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ports of the process: one for everything, or a second one for health and metrics, which nobody who crowds the first can keep
 * from being asked. Listens from its construction until it is closed.
 */
public final class HttpEndpoints implements AutoCloseable {

    private final HttpEndpoint questions;
    private final HttpEndpoint management;

    /**
     * Starts to listen.
     *
     * @param port 0 takes a free one
     * @param managementPort of health and metrics; empty: they are on the first one too
     * @param health asked anew for each request
     * @param metrics Prometheus' text format, asked anew for each request
     * @param answers asked under {@code /api/v1}
     * @throws UncheckedIOException if a port cannot be had
     */
    public HttpEndpoints(
            int port,
            Optional<Integer> managementPort,
            HealthSource health,
            Supplier<String> metrics,
            StatusSource answers) {
        EndpointRole first = managementPort.isPresent() ? EndpointRole.QUESTIONS : EndpointRole.WHOLE;
        questions = open("http.port", port, taken -> new HttpEndpoint(taken, health, metrics, answers, first));
        try {
            management = managementPort
                    .map(other -> open(
                            "http.management.port",
                            other,
                            taken -> new HttpEndpoint(taken, health, metrics, answers, EndpointRole.MANAGEMENT)))
                    .orElse(questions);
        } catch (RuntimeException e) {
            questions.close();
            throw e;
        }
    }

    private interface Opening {
        HttpEndpoint on(int port) throws IOException;
    }

    private static HttpEndpoint open(String setting, int port, Opening opening) {
        try {
            return opening.on(port);
        } catch (IOException e) {
            throw new UncheckedIOException(setting + " " + port + " cannot be had", e);
        }
    }

    /** The port of questions. */
    public int port() {
        return questions.port();
    }

    /** The port of health and metrics. */
    public int managementPort() {
        return management.port();
    }

    /** Stops at once; requests under way are cut off. */
    @Override
    public void close() {
        questions.close();
        management.close();
    }
}
