package chatcontacts.testkit.connect;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one StartChatContact call as they came, but for InstanceId and ClientToken; null where a field was absent.
 * Nothing is checked here: {@link ParameterCheck} does.
 *
 * @param undocumented paths of fields in the body that the API does not have
 */
public record StartParams(
        @Nullable String contactFlowId,
        @Nullable String displayName,
        @Nullable Map<String, String> attributes,
        @Nullable String responseMode,
        @Nullable Message initialMessage,
        @Nullable Long chatDurationInMinutes,
        @Nullable List<String> supportedMessagingContentTypes,
        @Nullable Persistence persistentChat,
        @Nullable String relatedContactId,
        @Nullable Map<String, SegmentAttribute> segmentAttributes,
        @Nullable String customerId,
        @Nullable List<String> disconnectOnCustomerExit,
        @Nullable List<String> connectionTypes,
        @Nullable Streaming chatStreaming,
        List<String> undocumented) {

    /** InitialMessage. */
    public record Message(
            @Nullable String contentType, @Nullable String content) {}

    /** PersistentChat. */
    public record Persistence(
            @Nullable String rehydrationType, @Nullable String sourceContactId) {}

    /** ChatStreamingConfiguration. */
    public record Streaming(@Nullable String streamingEndpointArn) {}

    /** One value of SegmentAttributes; in a valid one exactly one component is there. */
    public record SegmentAttribute(
            @Nullable String valueString,
            @Nullable Long valueInteger,
            @Nullable Map<String, SegmentAttribute> valueMap,
            @Nullable List<SegmentAttribute> valueList,
            @Nullable String valueArn) {}

    /** The least that Connect takes. */
    public static StartParams of(String contactFlowId, String displayName) {
        return new StartParams(
                contactFlowId,
                displayName,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    /** Prints nothing of the customer's. */
    @Override
    public String toString() {
        return "StartParams[" + contactFlowId + "]";
    }
}
