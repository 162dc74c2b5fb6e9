package chatcontacts.benchmark;

import chatcontacts.testkit.servers.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/**
 * A simulated Connect in a process of its own.
 *
 * @param address what the SDK takes as its endpoint
 */
record ConnectProcess(JavaProcess process, String address) implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** One of its counters, see {@code StatsJson}. */
    long count(String name) {
        return stats().field(name).map(it -> Long.parseLong(it.asNumber())).orElse(0L);
    }

    /** Active chats of that instance. */
    long active(String instanceId) {
        return stats().field("active")
                .flatMap(it -> it.field(instanceId))
                .map(it -> Long.parseLong(it.asNumber()))
                .orElse(0L);
    }

    private JsonNode stats() {
        var request = HttpRequest.newBuilder(URI.create(address + "/_simulator/stats"))
                .build();
        try {
            return JsonNodeParser.create()
                    .parse(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException("the simulator does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
