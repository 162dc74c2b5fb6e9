package chatcontacts.connect;

import chatcontacts.domain.json.Json;
import chatcontacts.domain.request.StartChat;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of StartChatContact that Connect has and the SDK in use does not know. {@link NewerMembersInterceptor} carries
 * them. When an SDK knows one, a test fails: its line goes then, and {@link StartChatRequests} or {@link CallResultMapper}
 * takes its place.
 */
final class NewerMembers {

    /**
     * A member of the request.
     *
     * @param value as JSON has it, of calls that have it
     */
    record OfRequest(String name, Function<StartChat, Optional<?>> value) {}

    static final List<OfRequest> OF_REQUEST = List.of(
            new OfRequest("DisconnectOnCustomerExit", StartChat::disconnectOnCustomerExit),
            new OfRequest("ConnectionTypes", StartChat::connectionTypes),
            new OfRequest(
                    "ChatStreamingConfiguration",
                    call -> call.streamingEndpointArn().map(arn -> Map.of("StreamingEndpointArn", arn))));

    static final String CONNECTION_CREDENTIALS = "ConnectionCredentials";
    static final String WEBSOCKET = "Websocket";
    static final String STREAMING_ID = "StreamingId";

    /** Of the response, which {@link NewerResponseMembers} reads. */
    static final Set<String> OF_RESPONSE = Set.of(CONNECTION_CREDENTIALS, WEBSOCKET, STREAMING_ID);

    private NewerMembers() {}

    /** Those that the call has, as the inside of a JSON object; empty if it has none. */
    static Optional<byte[]> of(StartChat call) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (OfRequest member : OF_REQUEST) {
            member.value().apply(call).ifPresent(value -> members.put(member.name(), value));
        }
        if (members.isEmpty()) {
            return Optional.empty();
        }
        String object = Json.of(members);
        return Optional.of(object.substring(1, object.length() - 1).getBytes(StandardCharsets.UTF_8));
    }
}
