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

    /** Of the request, each with its value as JSON has it. */
    static final Map<String, Function<StartChat, Optional<?>>> OF_REQUEST = Map.of(
            "DisconnectOnCustomerExit", StartChat::disconnectOnCustomerExit,
            "ConnectionTypes", StartChat::connectionTypes,
            "ChatStreamingConfiguration",
                    call -> call.streamingEndpointArn().map(arn -> Map.of("StreamingEndpointArn", arn)));

    static final String CONNECTION_CREDENTIALS = "ConnectionCredentials";
    static final String WEBSOCKET = "Websocket";
    static final String STREAMING_ID = "StreamingId";

    /** Of the response, which {@link NewerAnswer} reads. */
    static final Set<String> OF_RESPONSE = Set.of(CONNECTION_CREDENTIALS, WEBSOCKET, STREAMING_ID);

    private static final List<String> IN_ORDER =
            OF_REQUEST.keySet().stream().sorted().toList();

    private NewerMembers() {}

    /** Those that the call has, as the inside of a JSON object; empty if it has none. */
    static Optional<byte[]> of(StartChat call) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : IN_ORDER) {
            OF_REQUEST.get(name).apply(call).ifPresent(value -> members.put(name, value));
        }
        if (members.isEmpty()) {
            return Optional.empty();
        }
        String object = Json.of(members);
        return Optional.of(object.substring(1, object.length() - 1).getBytes(StandardCharsets.UTF_8));
    }
}
