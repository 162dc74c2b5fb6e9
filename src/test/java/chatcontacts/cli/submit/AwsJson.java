package chatcontacts.cli.submit;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.SegmentValue;
import chatcontacts.domain.request.StartChat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The members of a request as the API's JSON has them. */
final class AwsJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AwsJson() {}

    /** One member; null if the request does not have it. */
    static JsonNode member(DecodedRequest request, String parameter) {
        StartChat call = request.call();
        Object value = switch (parameter) {
            case "InstanceId" -> call.instanceId();
            case "ContactFlowId" -> call.contactFlowId();
            case "RelatedContactId" -> call.relatedContactId().orElse(null);
            case "CustomerId" -> call.customerId().orElse(null);
            case "ClientToken" -> request.clientToken().orElse(null);
            case "Attributes" -> call.attributes().orElse(null);
            case "ParticipantDetails" -> Map.of("DisplayName", call.displayName());
            case "ParticipantConfiguration" ->
                call.participantConfiguration()
                        .map(it -> it.responseMode()
                                .map(mode -> Map.of("ResponseMode", mode))
                                .orElse(Map.of()))
                        .orElse(null);
            case "InitialMessage" ->
                call.initialMessage()
                        .map(it -> Map.of("ContentType", it.contentType(), "Content", it.content()))
                        .orElse(null);
            case "PersistentChat" ->
                call.persistentChat()
                        .map(it -> members(
                                "RehydrationType", it.rehydrationType(), "SourceContactId", it.sourceContactId()))
                        .orElse(null);
            case "SupportedMessagingContentTypes" ->
                call.supportedMessagingContentTypes().orElse(null);
            case "ChatDurationInMinutes" -> call.chatDurationInMinutes().orElse(null);
            case "SegmentAttributes" ->
                call.segmentAttributes().map(AwsJson::segments).orElse(null);
            default -> throw new AssertionError(parameter);
        };
        return JSON.valueToTree(value);
    }

    private static Map<String, String> members(
            String first, Optional<String> one, String second, Optional<String> other) {
        Map<String, String> members = new LinkedHashMap<>();
        one.ifPresent(it -> members.put(first, it));
        other.ifPresent(it -> members.put(second, it));
        return members;
    }

    private static Map<String, Object> segments(Map<String, SegmentValue> values) {
        return values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, it -> segment(it.getValue())));
    }

    private static Object segment(SegmentValue value) {
        return switch (value) {
            case SegmentValue.Text it -> Map.of("ValueString", it.value());
            case SegmentValue.Whole it -> Map.of("ValueInteger", it.value());
            case SegmentValue.Arn it -> Map.of("ValueArn", it.value());
            case SegmentValue.Group it -> Map.of("ValueMap", segments(it.values()));
            case SegmentValue.Sequence it ->
                Map.of("ValueList", it.values().stream().map(AwsJson::segment).toList());
            case SegmentValue.Ambiguous it -> "a value of " + it.kinds() + " kinds";
        };
    }
}
