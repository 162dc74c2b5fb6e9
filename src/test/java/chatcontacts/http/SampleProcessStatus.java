package chatcontacts.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A status of a process, as the OpenAPI document describes it. */
final class SampleProcessStatus {

    private final Map<String, Object> process = new LinkedHashMap<>();
    private final List<Object> lanes = new ArrayList<>();
    private final List<Object> instances = new ArrayList<>();
    private final List<Object> writers = new ArrayList<>();
    private final Map<String, Object> counts = new LinkedHashMap<>();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    SampleProcessStatus(String clientId) {
        process.put("applicationId", "chat-contact-processor");
        process.put("clientId", clientId);
        process.put("version", "1.2.3");
        process.put("startedAt", now.minusSeconds(4_000).toString());
        process.put("intake", "RUNNING");
        process.put("dispatch", "RUNNING");
        process.put("lanes", lanes);
        process.put("instances", instances);
        process.put("leftOut", 0);
        long tens = now.getEpochSecond() / 10 + 1;
        process.put(
                "outcomes",
                Map.of(
                        "bucketSeconds",
                        10,
                        "until",
                        Instant.ofEpochSecond(10 * tens).toString(),
                        "counts",
                        counts));
        process.put("writers", writers);
    }

    /** A schema with which requests arrived. */
    SampleProcessStatus writer(String schema, long records, List<String> missing, List<String> unknown) {
        Map<String, Object> row = row("schema", schema, "subject", "chat-requests-value");
        row.put("records", records);
        row.put("missingFields", missing);
        row.put("unknownFields", unknown);
        writers.add(row);
        return this;
    }

    /** A group of dead letters; that many of further causes are not kept. */
    SampleProcessStatus deadLetters(String errorCode, String flow, int count, int secondsAgo, int others) {
        Map<String, Object> group = row("reason", "REJECTED", "errorCode", errorCode);
        group.put("contactFlowId", flow);
        group.put("count", count);
        group.put("firstAt", ago(secondsAgo));
        group.put("lastAt", ago(1));
        group.put("redrive", "redrive --reason REJECTED --error-code=" + errorCode);
        process.put("deadLetters", Map.of("since", ago(4_000), "groups", List.of(group), "others", others));
        return this;
    }

    SampleProcessStatus takesCommands() {
        process.put("takesCommands", true);
        return this;
    }

    SampleProcessStatus application(String name, String state) {
        process.put(name, state);
        return this;
    }

    /** A lane of this process. */
    SampleProcessStatus lane(String name, double rate, int inFlight, int waiting, String hold, int probeInSeconds) {
        Map<String, Object> row = row("lane", name, "owner", "here");
        row.put("ratePerSecond", rate);
        row.put("configuredRatePerSecond", 5.0);
        row.put("inFlight", inFlight);
        row.put("inFlightMax", 100);
        held(row, hold, probeInSeconds);
        row.put("waiting", waiting);
        row.put("oldestAcceptedAt", waiting == 0 ? Optional.empty() : ago(83));
        lanes.add(row);
        return this;
    }

    /** A lane that another process owns. */
    SampleProcessStatus lane(String name, String owner) {
        lanes.add(row("lane", name, "owner", owner));
        return this;
    }

    SampleProcessStatus instance(
            String id, String name, String lane, int slots, int quota, int concurrencyLimit, String hold) {
        Map<String, Object> row = row("instanceId", id, "name", name.isEmpty() ? Optional.empty() : name);
        row.put("lane", lane);
        row.put("waiting", 3);
        row.put("backingOff", 1);
        row.put("inDoubt", 0);
        row.put("inFlight", 2);
        row.put("active", Math.max(0, slots - 2));
        row.put("slotsUsed", slots);
        row.put("quota", quota);
        row.put("concurrencyLimit", concurrencyLimit);
        row.put("chatEndsVisible", true);
        held(row, hold, 75);
        row.put("oldestAcceptedAt", ago(83));
        instances.add(row);
        return this;
    }

    /** So many outcomes of a kind, spread over the quarter of an hour. */
    SampleProcessStatus outcomes(String kind, int total) {
        List<Integer> row = new ArrayList<>(Collections.nCopies(90, 0));
        for (int i = 0; i < total; i++) {
            int bucket = 89 - (i * 37 + i * i % 11) % 90;
            row.set(bucket, row.get(bucket) + 1);
        }
        counts.put(kind, row);
        return this;
    }

    /** As of now: the clock goes on. */
    Map<String, Object> toMap() {
        Map<String, Object> all = new LinkedHashMap<>(process);
        all.put("at", Instant.now().toString());
        return all;
    }

    private void held(Map<String, Object> row, String hold, int probeInSeconds) {
        row.put("hold", hold);
        row.put("nextProbeAt", hold.equals("NONE") ? Optional.empty() : ago(-probeInSeconds));
    }

    private String ago(int seconds) {
        return now.minusSeconds(seconds).toString();
    }

    private static Map<String, Object> row(String key, Object value, String other, Object otherValue) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(key, value);
        row.put(other, otherValue);
        return row;
    }
}
