package chatcontacts.testkit.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What the service tells over HTTP. Thread-safe. */
public final class ServiceMetrics implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;

    public ServiceMetrics(int port) {
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** One answer. */
    public record Page(int status, String body) {
        /** The sum of all series of that name, 0 if there are none. */
        public double sum(String metric) {
            return sum(metric, "");
        }

        /** The sum of all series of that name with that label, such as {@code area="heap"}, 0 if there are none. */
        public double sum(String metric, String label) {
            return body.lines()
                    .filter(line -> line.startsWith(metric)
                            && line.length() > metric.length()
                            && " {".indexOf(line.charAt(metric.length())) >= 0
                            && line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    public Page metrics() {
        return get("/metrics");
    }

    public int port() {
        return base.getPort();
    }

    public boolean isReady() {
        return get("/health/ready").status() == 200;
    }

    /** Any path; status 0 if nothing answers. */
    public Page get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(5)));
    }

    /** A command of an operator, as JSON; status 0 if nothing answers. */
    public Page command(String token, String json) {
        return send(HttpRequest.newBuilder(base.resolve("/api/v1/control"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private Page send(HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            return new Page(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Page(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Page(0, "");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
