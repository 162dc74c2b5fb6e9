package chatcontacts.http;

import chatcontacts.domain.json.Json;
import chatcontacts.http.PeerClient.Said;
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
 * Asks every process how it stands, all at once, and puts together what they say. It takes no longer than {@link PeerClient#PATIENCE},
 * and says of each that was not reached why. However many ask, each process is asked at most twice a second.
 */
final class ClusterStatus implements AutoCloseable {

    /** Where a process tells how it stands. */
    static final String PROCESS = Api.ROOT + "/process";

    /** A thousand instances take a third of that. */
    private static final int MOST_BYTES = 1024 * 1024;

    private static final int MOST_PROCESSES = 50;
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final StatusSource questions;
    private final PeerClient relay;
    private final JsonFactory json = new JsonFactory();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Reply> kept = Optional.empty();
    private long keptAtNanos;

    ClusterStatus(StatusSource questions, PeerClient relay) {
        this.questions = questions;
        this.relay = relay;
    }

    Reply status() {
        lock.lock();
        try {
            if (kept.isEmpty() || System.nanoTime() - keptAtNanos > KEPT_NANOS) {
                kept = Optional.of(Reply.of(200, Reply.JSON, gather()));
                keptAtNanos = System.nanoTime();
            }
            return kept.get();
        } finally {
            lock.unlock();
        }
    }

    private String gather() {
        List<URI> others = questions.others().stream().limit(MOST_PROCESSES).toList();
        List<Future<Optional<Said>>> asked = others.stream()
                .map(process -> threads.submit(() -> relay.get(process, PROCESS, MOST_BYTES)))
                .toList();
        long deadlineNanos = System.nanoTime() + PeerClient.PATIENCE.toNanos();
        List<String> entries = new ArrayList<>();
        entries.add(entry("here", Optional.empty(), Json.of(questions.process())));
        for (int i = 0; i < others.size(); i++) {
            entries.add(entry(others.get(i), said(asked.get(i), deadlineNanos)));
        }
        return "{\"processes\":[" + String.join(",", entries) + "]}";
    }

    private static Optional<Said> said(Future<Optional<Said>> asked, long deadlineNanos) {
        try {
            return asked.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            asked.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String entry(URI process, Optional<Said> said) {
        String address = process.toString();
        if (said.isEmpty()) {
            return entry(address, Optional.of("does not answer"), "null");
        }
        if (said.get().status() != 200) {
            return entry(address, Optional.of("answers " + said.get().status()), "null");
        }
        return object(said.get().body())
                .map(status -> entry(address, Optional.empty(), status))
                .orElseGet(() -> entry(address, Optional.of("gives no answer that can be read"), "null"));
    }

    private static String entry(String address, Optional<String> problem, String status) {
        String head = Json.of(Map.of("address", address));
        return head.substring(0, head.length() - 1) + ",\"problem\":" + Json.of(problem) + ",\"status\":" + status
                + "}";
    }

    /** One whole JSON object and nothing else, or what another process says would break what this one says. */
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
