package chatcontacts.domain.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of one StartChatContact call, all but the client token: exactly what Connect is asked for and what a
 * {@link Fingerprint} covers. An absent parameter is not sent; an empty map or list counts as absent, as it does for Connect. Holds customer data, so it prints only its instance and flow.
 *
 * @param instanceId the bare instance id once intake has normalised it, an id or ARN before
 * @param contactFlowId the flow that the chat enters
 * @param displayName ParticipantDetails.DisplayName
 * @param attributes contact attributes
 * @param initialMessage the customer's first message
 * @param chatDurationInMinutes how long the chat may last; Connect's default is 25 hours
 * @param supportedMessagingContentTypes content types in the order that was asked for
 * @param persistentChat the former chat to continue
 * @param relatedContactId the contact that this one relates to
 * @param segmentAttributes system-defined attributes of the contact's segment
 * @param customerId the customer's id in the producer's own terms
 * @param participantConfiguration how the participant takes part
 * @param disconnectOnCustomerExit who is disconnected when the customer leaves
 * @param connectionTypes what the answer brings for the customer to connect
 * @param streamingEndpointArn ChatStreamingConfiguration.StreamingEndpointArn
 */
public record StartChat(
        String instanceId,
        String contactFlowId,
        String displayName,
        Optional<Map<String, String>> attributes,
        Optional<InitialMessage> initialMessage,
        Optional<Integer> chatDurationInMinutes,
        Optional<List<String>> supportedMessagingContentTypes,
        Optional<PersistentChat> persistentChat,
        Optional<String> relatedContactId,
        Optional<Map<String, SegmentValue>> segmentAttributes,
        Optional<String> customerId,
        Optional<ParticipantConfiguration> participantConfiguration,
        Optional<List<String>> disconnectOnCustomerExit,
        Optional<List<String>> connectionTypes,
        Optional<String> streamingEndpointArn) {

    public StartChat {
        attributes = attributes.map(Map::copyOf);
        supportedMessagingContentTypes = listed(supportedMessagingContentTypes);
        segmentAttributes = segmentAttributes.map(Map::copyOf);
        disconnectOnCustomerExit = listed(disconnectOnCustomerExit);
        connectionTypes = listed(connectionTypes);
    }

    /** An empty list asks for nothing. It is not sent, since Connect does not accept every list without an entry. */
    private static Optional<List<String>> listed(Optional<List<String>> values) {
        return values.filter(it -> !it.isEmpty()).map(List::copyOf);
    }

    /** A request with the required parameters only. */
    public static StartChat of(String instanceId, String contactFlowId, String displayName) {
        return new StartChat(
                instanceId,
                contactFlowId,
                displayName,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same call to the instance of that bare id. */
    public StartChat withInstanceId(String id) {
        return new StartChat(
                id,
                contactFlowId,
                displayName,
                attributes,
                initialMessage,
                chatDurationInMinutes,
                supportedMessagingContentTypes,
                persistentChat,
                relatedContactId,
                segmentAttributes,
                customerId,
                participantConfiguration,
                disconnectOnCustomerExit,
                connectionTypes,
                streamingEndpointArn);
    }

    /** The same call with another flow. */
    public StartChat withContactFlowId(String id) {
        return new StartChat(
                instanceId,
                id,
                displayName,
                attributes,
                initialMessage,
                chatDurationInMinutes,
                supportedMessagingContentTypes,
                persistentChat,
                relatedContactId,
                segmentAttributes,
                customerId,
                participantConfiguration,
                disconnectOnCustomerExit,
                connectionTypes,
                streamingEndpointArn);
    }

    @Override
    public String toString() {
        return "StartChat[instanceId=" + instanceId + ", contactFlowId=" + contactFlowId + ", ...]";
    }
}
