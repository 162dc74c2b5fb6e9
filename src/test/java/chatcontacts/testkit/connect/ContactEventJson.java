package chatcontacts.testkit.connect;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.UUID;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/**
 * Writes a contact event in EventBridge's envelope. An odd one shows what AWS's own samples do: names with a capital,
 * {@code Chat} or {@code chat}, {@code arn:aws::connect}, 1970 as a placeholder, no initialContactId on a first segment, and a
 * field that nobody knows.
 */
final class ContactEventJson {

    private static final String ACCOUNT = "123456789012";
    private static final String REGION = "eu-central-1";
    private static final String PLACEHOLDER_TIME = "1970-01-01T00:00:00.001Z";

    private final SplittableRandom random;

    ContactEventJson(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Which oddities one event has. */
    private record Oddity(
            boolean capitals, boolean emptyArnRegion, boolean placeholderTime, boolean bare, String channel) {

        static final Oddity NONE = new Oddity(false, false, false, false, "CHAT");

        String name(String field) {
            return capitals ? Character.toUpperCase(field.charAt(0)) + field.substring(1) : field;
        }
    }

    String write(ContactEvent event, boolean odd) {
        Oddity oddity = odd
                ? new Oddity(
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean() ? "Chat" : "chat")
                : Oddity.NONE;
        String instanceArn = (oddity.emptyArnRegion() ? "arn:aws::connect:" : "arn:aws:connect:") + REGION + ":"
                + ACCOUNT + ":instance/" + event.instanceId();
        JsonWriter json = JsonWriter.create();
        json.writeStartObject();
        text(json, "version", "0");
        text(json, "id", new UUID(random.nextLong(), random.nextLong()).toString());
        text(json, "detail-type", "Amazon Connect Contact Event");
        text(json, "source", "aws.connect");
        text(json, "account", ACCOUNT);
        text(json, "time", seconds(event.at()));
        text(json, "region", REGION);
        json.writeFieldName("resources").writeStartArray();
        json.writeValue(instanceArn);
        json.writeValue(instanceArn + "/contact/" + event.contactId());
        json.writeEndArray();
        json.writeFieldName("detail").writeStartObject();
        detail(json, event, oddity, instanceArn);
        json.writeEndObject();
        json.writeEndObject();
        return new String(json.getBytes(), StandardCharsets.UTF_8);
    }

    private void detail(JsonWriter json, ContactEvent event, Oddity oddity, String instanceArn) {
        boolean first = event.previousContactId().isEmpty();
        text(json, oddity.name("eventType"), event.type().name());
        text(json, oddity.name("contactId"), event.contactId());
        if (!first || !oddity.bare()) {
            text(json, oddity.name("initialContactId"), event.initialContactId());
        }
        event.previousContactId().ifPresent(id -> text(json, oddity.name("previousContactId"), id));
        text(json, oddity.name("channel"), oddity.channel());
        text(json, oddity.name("instanceArn"), instanceArn);
        text(json, oddity.name("initiationMethod"), first ? "API" : "TRANSFER");
        text(
                json,
                oddity.name("initiationTimestamp"),
                oddity.placeholderTime() ? PLACEHOLDER_TIME : millis(event.initiated()));
        event.disconnected().ifPresent(at -> text(json, oddity.name("disconnectTimestamp"), millis(at)));
        json.writeFieldName(oddity.name("tags")).writeStartObject();
        text(json, "aws:connect:instanceId", event.instanceId());
        json.writeEndObject();
        if (oddity.bare()) {
            text(json, "FieldOfTheFuture", "new");
        }
    }

    private static void text(JsonWriter json, String field, String value) {
        json.writeFieldName(field).writeValue(value);
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
