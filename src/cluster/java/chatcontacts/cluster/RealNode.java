package chatcontacts.cluster;

import static chatcontacts.cluster.Kubectl.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two new namespaces on a node that runs pods: one for the service, under the restricted rules, and one with a broker, a registry and
 * the simulated Connect. The addresses of the servers are the same inside and outside of the cluster. What the tests call, they call from
 * the node, which no policy holds back.
 */
final class RealNode implements AutoCloseable {

    static final String KAFKA = "10.96.77.92:9092";
    static final String REGISTRY = "http://10.96.77.81:8081/apis/ccompat/v7";

    private static final URI CONNECT = URI.create("http://10.96.77.90:" + ConnectPodMain.PORT);
    private static final int MANAGEMENT = 9080;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Kubectl> namespaces = new ArrayList<>();
    private final Kubectl servers;
    private final Kubectl service;

    private RealNode(Kubectl servers, Kubectl service) {
        this.servers = servers;
        this.service = service;
        namespaces.addAll(List.of(service, servers));
    }

    /** Returns when the servers are ready; or ends the test where there is no such node. */
    static RealNode start() {
        Kubectl servers = Kubectl.onARealNode("kafka");
        RealNode node = new RealNode(servers, Kubectl.onARealNode("chats"));
        servers.restrict("privileged"); // its images are other people's
        servers.run("apply", "-f", "src/cluster/servers.yaml").ok();
        for (String deployment : List.of("kafka", "schema-registry", "connect")) {
            servers.run("rollout", "status", "deployment/" + deployment, "--timeout", PATIENCE.toSeconds() + "s")
                    .ok();
        }
        return node;
    }

    /** One more namespace, for pods of others. */
    Kubectl another(String name) {
        Kubectl more = Kubectl.onARealNode(name);
        namespaces.addFirst(more);
        more.restrict("privileged");
        return more;
    }

    Kubectl servers() {
        return servers;
    }

    Kubectl service() {
        return service;
    }

    /** What the simulated Connect has counted. */
    JsonNode connect() {
        try {
            return new ObjectMapper().readTree(get(CONNECT.resolve("/_simulator/stats")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes settings of the simulated Connect, in the form of properties. */
    void connect(String settings) {
        send(HttpRequest.newBuilder(CONNECT.resolve("/_simulator/settings")).POST(BodyPublishers.ofString(settings)));
    }

    /** The sum of a series over all pods; its labels are part of the name. */
    double metric(String series) {
        return service.pods().stream().mapToDouble(it -> metric(it, series)).sum();
    }

    /** The sum of all series of a pod that begin like that, 0 if there are none or it does not answer. */
    double metric(JsonNode pod, String series) {
        String address = pod.at("/status/podIP").asText();
        return address.isEmpty()
                ? 0
                : get(URI.create("http://" + address + ":" + MANAGEMENT + "/metrics"))
                        .lines()
                        .filter(it -> it.startsWith(series)
                                && it.length() > series.length()
                                && " {,".indexOf(it.charAt(series.length())) >= 0)
                        .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
                        .sum();
    }

    /** The body that comes from there, or nothing. */
    String get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> reply =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            return reply.body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        namespaces.forEach(Kubectl::deleteNamespace);
        http.close();
    }
}
