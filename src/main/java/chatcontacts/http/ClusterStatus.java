package chatcontacts.http;

import chatcontacts.domain.json.Json;
import chatcontacts.http.PeerClient.PeerResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The status of all processes, queried in parallel. It takes no longer than {@link PeerClient#TIMEOUT}, and names the problem of each
 * process that could not be reached. However many clients there are, each process is queried at most twice a second, and while one
 * client waits for a process that does not respond, the others get the last status.
 */
final class ClusterStatus implements AutoCloseable {

    /** The path at which a process reports its own status. */
    static final String PROCESS = Api.ROOT + "/process";

    /** Three times the status of a thousand instances. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_PROCESSES = 50;
    private static final long CACHE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final StatusSource statusSource;
    private final PeerClient peers;
    private final JsonFactory json = new JsonFactory();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<LastStatus> kept = Optional.empty();

    private record LastStatus(HttpReply reply, long atNanos) {
        boolean isFresh() {
            return System.nanoTime() - atNanos <= CACHE_NANOS;
        }
    }

    ClusterStatus(StatusSource statusSource, PeerClient peers) {
        this.statusSource = statusSource;
        this.peers = peers;
    }

    HttpReply status() {
        Optional<LastStatus> last = kept;
        if (last.isPresent() && (last.get().isFresh() || !lock.tryLock())) {
            return last.get().reply();
        }
        if (last.isEmpty()) {
            lock.lock();
        }
        try {
            LastStatus now = kept.filter(LastStatus::isFresh)
                    .orElseGet(() -> new LastStatus(HttpReply.of(200, HttpReply.JSON, collect()), System.nanoTime()));
            kept = Optional.of(now);
            return now.reply();
        } finally {
            lock.unlock();
        }
    }

    private String collect() {
        List<URI> others = statusSource.others().stream().limit(MAX_PROCESSES).toList();
        List<Future<Optional<PeerResponse>>> pending = others.stream()
                .map(process -> threads.submit(() -> peers.get(process, PROCESS, MAX_BYTES)))
                .toList();
        long deadlineNanos = System.nanoTime() + PeerClient.TIMEOUT.toNanos();
        List<String> entries = new ArrayList<>();
        entries.add(entry("here", Optional.empty(), Json.of(statusSource.process())));
        for (int i = 0; i < others.size(); i++) {
            entries.add(entry(others.get(i), response(pending.get(i), deadlineNanos)));
        }
        return "{\"processes\":[" + String.join(",", entries) + "]}";
    }

    private static Optional<PeerResponse> response(Future<Optional<PeerResponse>> pending, long deadlineNanos) {
        try {
            return pending.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            pending.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String entry(URI process, Optional<PeerResponse> response) {
        String address = process.toString();
        if (response.isEmpty()) {
            return entry(address, Optional.of("does not answer"), "null");
        }
        if (response.get().status() != 200) {
            return entry(address, Optional.of("answers " + response.get().status()), "null");
        }
        return object(response.get().body())
                .map(status -> entry(address, Optional.empty(), status))
                .orElseGet(() -> entry(address, Optional.of("returned an unreadable answer"), "null"));
    }

    private static String entry(String address, Optional<String> problem, String status) {
        String head = Json.of(Map.of("address", address));
        return head.substring(0, head.length() - 1) + ",\"problem\":" + Json.of(problem) + ",\"status\":" + status
                + "}";
    }

    /** Accepts exactly one JSON object: anything else from another process would break this process's reply. */
    private Optional<String> object(byte[] bytes) {
        StringWriter out = new StringWriter();
        try (JsonParser in = json.createParser(bytes);
                JsonGenerator copy = json.createGenerator(out)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            copy.copyCurrentStructure(in);
            if (in.nextToken() != null) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(out.toString());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
