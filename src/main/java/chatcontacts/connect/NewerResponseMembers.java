package chatcontacts.connect;

import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a response has of {@link NewerMembers}. Lenient: the SDK has read the same body and its word counts, so what cannot be
 * read here is absent. Times are ISO-8601, without an offset in UTC.
 */
record NewerResponseMembers(Optional<Connection> connection, Optional<Socket> websocket, Optional<String> streamingId) {

    static final NewerResponseMembers NONE =
            new NewerResponseMembers(Optional.empty(), Optional.empty(), Optional.empty());

    private static final JsonFactory JSON = new JsonFactory();

    static NewerResponseMembers of(byte[] body) {
        NewerResponseMembers members = NONE;
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return NONE;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                members = members.with(parser.currentName(), parser);
            }
            return members;
        } catch (IOException e) {
            return members;
        }
    }

    /** With the member of that name, whose value the parser has next. */
    private NewerResponseMembers with(String name, JsonParser parser) throws IOException {
        JsonToken value = parser.nextToken();
        return switch (name) {
            case NewerMembers.CONNECTION_CREDENTIALS -> {
                Map<String, String> members = texts(parser, value);
                yield new NewerResponseMembers(
                        text(members, "ConnectionToken").map(it -> new Connection(it, time(members, "Expiry"))),
                        websocket,
                        streamingId);
            }
            case NewerMembers.WEBSOCKET -> {
                Map<String, String> members = texts(parser, value);
                yield new NewerResponseMembers(
                        connection,
                        text(members, "Url").map(it -> new Socket(it, time(members, "ConnectionExpiry"))),
                        streamingId);
            }
            case NewerMembers.STREAMING_ID -> {
                Map<String, String> member = new HashMap<>();
                keep(member, name, parser, value);
                yield new NewerResponseMembers(connection, websocket, text(member, name));
            }
            default -> {
                parser.skipChildren();
                yield this;
            }
        };
    }

    /** The members of an object that are texts. */
    private static Map<String, String> texts(JsonParser parser, JsonToken first) throws IOException {
        Map<String, String> members = new HashMap<>();
        if (first != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return members;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            keep(members, name, parser, parser.nextToken());
        }
        return members;
    }

    private static void keep(Map<String, String> members, String name, JsonParser parser, JsonToken value)
            throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            members.put(name, parser.getText());
        } else {
            parser.skipChildren();
        }
    }

    private static Optional<String> text(Map<String, String> members, String name) {
        return Optional.ofNullable(members.get(name)).filter(it -> !it.isEmpty());
    }

    private static Optional<Instant> time(Map<String, String> members, String name) {
        return text(members, name).flatMap(NewerResponseMembers::time);
    }

    private static Optional<Instant> time(String text) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof OffsetDateTime offset
                            ? offset.toInstant()
                            : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
