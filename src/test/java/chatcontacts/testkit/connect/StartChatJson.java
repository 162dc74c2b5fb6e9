package chatcontacts.testkit.connect;

import chatcontacts.testkit.connect.StartParams.Message;
import chatcontacts.testkit.connect.StartParams.Persistence;
import chatcontacts.testkit.connect.StartParams.SegmentAttribute;
import chatcontacts.testkit.connect.StartParams.Streaming;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/**
 * Reads the body of a StartChatContact call. JSON null counts as absent. Fields that the API does not have are kept by their
 * path; a value of the wrong type is not read at all.
 *
 * @param instanceId null if absent
 * @param clientToken null if absent
 */
record StartChatJson(@Nullable String instanceId, @Nullable String clientToken, StartParams params) {

    private static final JsonNodeParser PARSER = JsonNode.parser();

    /** Thrown for a body that is not JSON, or with a value of the wrong type; names the field and no content. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    static StartChatJson read(String body) {
        JsonNode root;
        try {
            root = PARSER.parse(body);
        } catch (RuntimeException e) { // the parser throws unchecked wrappers of what Jackson says
            throw new UnreadableException("the body is not JSON");
        }
        List<String> undocumented = new ArrayList<>();
        Fields fields = new Fields(root, "", undocumented);
        String instanceId = fields.text("InstanceId");
        String clientToken = fields.text("ClientToken");
        String flow = fields.text("ContactFlowId");
        Fields participant = fields.object("ParticipantDetails");
        String displayName = participant == null ? null : participant.text("DisplayName");
        Fields configuration = fields.object("ParticipantConfiguration");
        String responseMode = configuration == null ? null : configuration.text("ResponseMode");
        Fields message = fields.object("InitialMessage");
        Fields persistent = fields.object("PersistentChat");
        Fields streaming = fields.object("ChatStreamingConfiguration");
        StartParams params = new StartParams(
                flow,
                displayName,
                fields.map("Attributes", StartChatJson::text),
                responseMode,
                message == null ? null : new Message(message.text("ContentType"), message.text("Content")),
                fields.number("ChatDurationInMinutes"),
                fields.list("SupportedMessagingContentTypes", StartChatJson::text),
                persistent == null
                        ? null
                        : new Persistence(persistent.text("RehydrationType"), persistent.text("SourceContactId")),
                fields.text("RelatedContactId"),
                fields.map("SegmentAttributes", node -> segment(node, undocumented)),
                fields.text("CustomerId"),
                fields.list("DisconnectOnCustomerExit", StartChatJson::text),
                fields.list("ConnectionTypes", StartChatJson::text),
                streaming == null ? null : new Streaming(streaming.text("StreamingEndpointArn")),
                undocumented);
        for (Fields object : new Fields[] {fields, participant, configuration, message, persistent, streaming}) {
            if (object != null) {
                object.close();
            }
        }
        return new StartChatJson(instanceId, clientToken, params);
    }

    private static SegmentAttribute segment(JsonNode node, List<String> undocumented) {
        Fields fields = new Fields(node, "SegmentAttributes.", undocumented);
        SegmentAttribute value = new SegmentAttribute(
                fields.text("ValueString"),
                fields.number("ValueInteger"),
                fields.map("ValueMap", child -> segment(child, undocumented)),
                fields.list("ValueList", child -> segment(child, undocumented)),
                fields.text("ValueArn"));
        fields.close();
        return value;
    }

    private static String text(JsonNode node) {
        if (!node.isString()) {
            throw new UnreadableException("a value is not a string");
        }
        return node.asString();
    }

    /** The fields of one JSON object; on closing, those that nobody asked for are undocumented. */
    private static final class Fields {
        private final Map<String, JsonNode> nodes;
        private final String path;
        private final List<String> undocumented;
        private final Set<String> asked = new HashSet<>();

        Fields(JsonNode node, String path, List<String> undocumented) {
            if (!node.isObject()) {
                throw new UnreadableException((path.isEmpty() ? "the body" : path) + " is not an object");
            }
            this.nodes = node.asObject();
            this.path = path;
            this.undocumented = undocumented;
        }

        private @Nullable JsonNode ask(String name) {
            asked.add(name);
            JsonNode node = nodes.get(name);
            return node == null || node.isNull() ? null : node;
        }

        @Nullable
        String text(String name) {
            JsonNode node = ask(name);
            return node == null ? null : StartChatJson.text(node);
        }

        @Nullable
        Long number(String name) {
            JsonNode node = ask(name);
            if (node == null) {
                return null;
            }
            try {
                return Long.valueOf(node.asNumber());
            } catch (UnsupportedOperationException | NumberFormatException e) {
                throw new UnreadableException(path + name + " is not a whole number");
            }
        }

        @Nullable
        Fields object(String name) {
            JsonNode node = ask(name);
            return node == null ? null : new Fields(node, path + name + ".", undocumented);
        }

        <T> @Nullable Map<String, T> map(String name, Function<JsonNode, T> reader) {
            JsonNode node = ask(name);
            if (node == null) {
                return null;
            }
            if (!node.isObject()) {
                throw new UnreadableException(path + name + " is not an object");
            }
            Map<String, T> map = new LinkedHashMap<>();
            node.asObject().forEach((key, value) -> map.put(key, reader.apply(value)));
            return map;
        }

        <T> @Nullable List<T> list(String name, Function<JsonNode, T> reader) {
            JsonNode node = ask(name);
            if (node == null) {
                return null;
            }
            if (!node.isArray()) {
                throw new UnreadableException(path + name + " is not an array");
            }
            return node.asArray().stream().map(reader).toList();
        }

        void close() {
            for (String name : nodes.keySet()) {
                if (!asked.contains(name)) {
                    undocumented.add(path + name);
                }
            }
        }
    }
}
