package chatcontacts.testkit.connect;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;

/**
 * GetMetricData of the simulated CloudWatch, as the AWS SDK speaks it: Smithy RPC v2, CBOR. It knows one metric, the active chats of an
 * instance, and one number of it, for the minute that runs.
 */
final class CloudWatchCalls {

    /** The IAM action, by which faults are set. */
    static final String ACTION = "cloudwatch:GetMetricData";

    private static final String CALL = "POST /service/GraniteServiceVersion20100801/operation/GetMetricData";
    private static final CBORFactory CBOR = new CBORFactory();
    private static final JsonNodeParser PARSER =
            JsonNode.parserBuilder().jsonFactory(CBOR).build();

    /** The tag of a time as seconds since the epoch. */
    private static final int EPOCH_SECONDS = 1;

    private CloudWatchCalls() {}

    static boolean is(String methodAndPath) {
        return methodAndPath.equals(CALL);
    }

    /** The answer to that call. */
    static FullHttpResponse answer(byte[] body, ConnectModel model, Instant now) {
        Optional<ConnectError> fault = model.rules().errorOf(ACTION);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        Map<String, JsonNode> request = PARSER.parse(body).asObject();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        boolean asked =
                !minute.isBefore(seconds(request.get("StartTime"))) && minute.isBefore(seconds(request.get("EndTime")));
        return document(200, cbor -> {
            cbor.writeStartObject();
            cbor.writeFieldName("MetricDataResults");
            cbor.writeStartArray();
            for (JsonNode query : request.get("MetricDataQueries").asArray()) {
                OptionalInt chats = asked ? chats(query.asObject(), model, now) : OptionalInt.empty();
                result(cbor, query.asObject().get("Id").asString(), chats, minute);
            }
            cbor.writeEndArray();
            cbor.writeEndObject();
        });
    }

    static FullHttpResponse refused(ConnectError error) {
        return document(error.status(), cbor -> {
            cbor.writeStartObject();
            cbor.writeStringField("__type", error.code());
            cbor.writeStringField("message", "refused");
            cbor.writeEndObject();
        });
    }

    private static Instant seconds(JsonNode time) {
        return Instant.ofEpochMilli((long) (Double.parseDouble(time.asNumber()) * 1000));
    }

    /** CloudWatch has nothing of what it does not know, and says so by saying nothing. */
    private static OptionalInt chats(Map<String, JsonNode> query, ConnectModel model, Instant now) {
        Map<String, JsonNode> stat = query.get("MetricStat").asObject();
        Map<String, JsonNode> metric = stat.get("Metric").asObject();
        Map<String, String> dimensions = new HashMap<>();
        for (JsonNode dimension : metric.get("Dimensions").asArray()) {
            Map<String, JsonNode> it = dimension.asObject();
            dimensions.put(it.get("Name").asString(), it.get("Value").asString());
        }
        String instance = dimensions.getOrDefault("InstanceId", "");
        boolean known = metric.get("Namespace").asString().equals("AWS/Connect")
                && metric.get("MetricName").asString().equals("ConcurrentActiveChats")
                && dimensions.equals(Map.of("InstanceId", instance, "MetricGroup", "Chats"))
                && stat.get("Period").asNumber().equals("60")
                && List.of("Maximum", "Average").contains(stat.get("Stat").asString())
                && model.rules().knowsInstance(instance);
        if (!known) {
            return OptionalInt.empty();
        }
        model.settle(now);
        return OptionalInt.of(model.active(instance));
    }

    private static void result(CBORGenerator cbor, String id, OptionalInt chats, Instant minute) throws IOException {
        cbor.writeStartObject();
        cbor.writeStringField("Id", id);
        cbor.writeStringField("Label", "ConcurrentActiveChats");
        cbor.writeStringField("StatusCode", "Complete");
        cbor.writeFieldName("Timestamps");
        cbor.writeStartArray();
        if (chats.isPresent()) {
            cbor.writeTag(EPOCH_SECONDS);
            cbor.writeNumber((double) minute.getEpochSecond());
        }
        cbor.writeEndArray();
        cbor.writeFieldName("Values");
        cbor.writeStartArray();
        if (chats.isPresent()) {
            cbor.writeNumber((double) chats.getAsInt());
        }
        cbor.writeEndArray();
        cbor.writeEndObject();
    }

    private interface CborBody {
        void write(CBORGenerator cbor) throws IOException;
    }

    private static FullHttpResponse document(int status, CborBody body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator cbor = CBOR.createGenerator(bytes)) {
            body.write(cbor);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        FullHttpResponse response = ResponseWriter.json(status, bytes.toByteArray());
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/cbor").set("smithy-protocol", "rpc-v2-cbor");
        return response;
    }
}
