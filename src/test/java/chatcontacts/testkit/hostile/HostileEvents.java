package chatcontacts.testkit.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Contact events as EventBridge would not send them. */
final class HostileEvents {

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-0",
            "1e999999999",
            "9".repeat(3_000),
            "[]",
            "{}",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"-1000000000-01-01T00:00:00Z\"",
            "\"chat\"",
            "\"DISCONNECTED\"",
            "[".repeat(90) + "]".repeat(90),
            "[".repeat(5_000),
            "{\"a\":".repeat(5_000));

    private static final List<String> NAMES = List.of(
            "detail-type",
            "source",
            "time",
            "detail",
            "eventType",
            "contactId",
            "initialContactId",
            "channel",
            "instanceArn",
            "disconnectTimestamp");

    private final Noise noise;
    private final String event;

    HostileEvents(Noise noise, String instanceArn) {
        this.noise = noise;
        this.event = """
            {"detail-type":"Amazon Connect Contact Event","source":"aws.connect","time":"2026-03-01T11:59:30Z",
             "resources":[],"detail":{"eventType":"INITIATED","contactId":"contact-2","initialContactId":"contact-1",
             "channel":"CHAT","instanceArn":"%s","disconnectTimestamp":"1970-01-01T00:00:00.001Z","tags":{"a":[1,{}]}}}
            """.formatted(instanceArn);
    }

    /** Sound JSON, though not of a sound event; twice in a while broken besides. */
    byte[] next() {
        String name = "\"" + noise.pick(NAMES) + "\":";
        String text = event.replace("contact-", "contact-" + noise.pick(List.of("a", "b", "\uD83D\uDE00", "\\ud800")));
        if (noise.once(2)) {
            // Twice in the same object, or where it does not belong.
            text = text.replaceFirst(noise.once(2) ? "\\{\"detail-type" : "\\{\"eventType", "{" + name + "@,$0")
                    .replaceFirst("\\{(\"[a-zA-Z-]*\":@,)\\{", "{$1");
            return bytes(text.replace("@,{\"", "@,\""));
        }
        return bytes(text.replaceFirst(name + "(\"[^\"]*\"|\\{)", name + "@"));
    }

    private byte[] bytes(String text) {
        return text.replace("@", noise.pick(VALUES)).getBytes(StandardCharsets.UTF_8);
    }
}
