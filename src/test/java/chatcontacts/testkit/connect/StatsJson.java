package chatcontacts.testkit.connect;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/**
 * Statistics as one JSON object: for people, and for benchmarks that run the simulator as a process. Without the calls
 * themselves.
 */
final class StatsJson {

    private static final int VIOLATIONS = 100;

    private StatsJson() {}

    /** The rate is judged against what is given here. */
    static byte[] write(ConnectStats stats, double ratePerSecond, double burst) {
        JsonWriter json = JsonWriter.create();
        json.writeStartObject();
        number(json, "calls", stats.calls());
        number(json, "created", stats.created());
        number(json, "wasted", stats.wasted());
        number(json, "tokensWithContact", stats.tokensWithContact());
        number(json, "tokensWithSeveralContacts", stats.tokensWithSeveralContacts());
        number(json, "mostCallsOfOneToken", stats.mostCallsOfOneToken());
        number(json, "untokened", stats.untokened());
        number(json, "unsigned", stats.unsigned());
        number(json, "undocumentedFields", stats.undocumentedFields());
        number(json, "inFlight", stats.inFlight());
        number(json, "mostInFlight", stats.mostInFlight());
        json.writeFieldName("worstExcessOverRate").writeValue(stats.arrivals().worstExcess(ratePerSecond, burst));
        numbers(json, "answers", stats.answers());
        numbers(json, "sdkAttempts", stats.sdkAttempts());
        numbers(json, "userAgents", stats.userAgents());
        numbers(json, "active", stats.active());
        numbers(json, "mostActive", stats.mostActive());
        number(json, "eventsPosted", stats.eventsPosted());
        number(json, "eventsLost", stats.eventsLost());
        number(json, "eventsDuplicated", stats.eventsDuplicated());
        number(json, "violationCount", stats.violations().size());
        json.writeFieldName("violations").writeStartArray();
        stats.violations().stream().limit(VIOLATIONS).forEach(json::writeValue);
        json.writeEndArray();
        json.writeEndObject();
        return json.getBytes();
    }

    private static void number(JsonWriter json, String name, long value) {
        json.writeFieldName(name).writeValue(value);
    }

    private static <K extends Comparable<K>> void numbers(
            JsonWriter json, String name, Map<K, ? extends Number> values) {
        json.writeFieldName(name).writeStartObject();
        new TreeMap<>(values)
                .forEach((key, value) -> json.writeFieldName(key.toString()).writeValue(value.longValue()));
        json.writeEndObject();
    }
}
