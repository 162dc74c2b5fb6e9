package chatcontacts.testkit.connect;

import chatcontacts.testkit.connect.ConnectResponse.Refused;
import chatcontacts.testkit.connect.ConnectResponse.Started;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** Writes answers as restJson1 responses. */
final class ResponseWriter {

    private ResponseWriter() {}

    static FullHttpResponse write(ConnectResponse answer, ErrorStyle style) {
        return switch (answer) {
            case Started started -> json(200, body(started.contact()));
            case Refused refused -> {
                FullHttpResponse response =
                        json(refused.error().status(), message(style.messageField(), refused.message()));
                response.headers().set("x-amzn-ErrorType", style.header(refused.error()));
                yield response;
            }
        };
    }

    /** A response with that JSON, its length and a request id. */
    static FullHttpResponse json(int status, byte[] body) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set("x-amzn-RequestId", requestId());
        return response;
    }

    /** A response that only says something. */
    static FullHttpResponse message(int status, String message) {
        return json(status, message("message", message));
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static byte[] body(ConnectResponse.Contact contact) {
        JsonWriter json = JsonWriter.create();
        json.writeStartObject();
        json.writeFieldName("ContactId").writeValue(contact.contactId());
        json.writeFieldName("ParticipantId").writeValue(contact.participantId());
        json.writeFieldName("ParticipantToken").writeValue(contact.participantToken());
        contact.continuedFromContactId()
                .ifPresent(id -> json.writeFieldName("ContinuedFromContactId").writeValue(id));
        grants(json, contact.grants());
        json.writeEndObject();
        return json.getBytes();
    }

    private static void grants(JsonWriter json, ConnectResponse.Grants grants) {
        grants.connectionCredentials().ifPresent(secret -> {
            json.writeFieldName("ConnectionCredentials").writeStartObject();
            json.writeFieldName("ConnectionToken").writeValue(secret.value());
            json.writeFieldName("Expiry").writeValue(secret.until().toString());
            json.writeEndObject();
        });
        grants.websocket().ifPresent(secret -> {
            json.writeFieldName("Websocket").writeStartObject();
            json.writeFieldName("Url").writeValue(secret.value());
            json.writeFieldName("ConnectionExpiry").writeValue(secret.until().toString());
            json.writeEndObject();
        });
        grants.streamingId().ifPresent(id -> json.writeFieldName("StreamingId").writeValue(id));
    }

    private static byte[] message(String field, String message) {
        JsonWriter json = JsonWriter.create();
        json.writeStartObject();
        json.writeFieldName(field).writeValue(message);
        json.writeEndObject();
        return json.getBytes();
    }
}
