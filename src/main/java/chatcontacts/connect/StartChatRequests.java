package chatcontacts.connect;

import chatcontacts.domain.request.SegmentValue;
import chatcontacts.domain.request.StartChat;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.connect.model.ChatMessage;
import software.amazon.awssdk.services.connect.model.ParticipantConfiguration;
import software.amazon.awssdk.services.connect.model.ParticipantDetails;
import software.amazon.awssdk.services.connect.model.PersistentChat;
import software.amazon.awssdk.services.connect.model.SegmentAttributeValue;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;

/** Converts a call to the SDK's request. Absent fields are left out, so that they are not sent. */
final class StartChatRequests {

    private StartChatRequests() {}

    static StartChatContactRequest of(StartChat call, String clientToken) {
        StartChatContactRequest.Builder request = StartChatContactRequest.builder()
                .instanceId(call.instanceId())
                .contactFlowId(call.contactFlowId())
                .participantDetails(ParticipantDetails.builder()
                        .displayName(call.displayName())
                        .build())
                .clientToken(clientToken);
        call.attributes().ifPresent(request::attributes);
        call.initialMessage()
                .ifPresent(message -> request.initialMessage(ChatMessage.builder()
                        .contentType(message.contentType())
                        .content(message.content())
                        .build()));
        call.chatDurationInMinutes().ifPresent(request::chatDurationInMinutes);
        call.supportedMessagingContentTypes().ifPresent(request::supportedMessagingContentTypes);
        call.persistentChat()
                .ifPresent(chat -> request.persistentChat(PersistentChat.builder()
                        .rehydrationType(chat.rehydrationType().orElse(null))
                        .sourceContactId(chat.sourceContactId().orElse(null))
                        .build()));
        call.relatedContactId().ifPresent(request::relatedContactId);
        call.segmentAttributes().ifPresent(attributes -> request.segmentAttributes(group(attributes)));
        call.customerId().ifPresent(request::customerId);
        call.participantConfiguration()
                .ifPresent(configuration -> request.participantConfiguration(ParticipantConfiguration.builder()
                        .responseMode(configuration.responseMode().orElse(null))
                        .build()));
        return request.build();
    }

    private static Map<String, SegmentAttributeValue> group(Map<String, SegmentValue> values) {
        Map<String, SegmentAttributeValue> group = new LinkedHashMap<>();
        values.forEach((key, value) -> group.put(key, segment(value)));
        return group;
    }

    private static SegmentAttributeValue segment(SegmentValue value) {
        SegmentAttributeValue.Builder segment = SegmentAttributeValue.builder();
        switch (value) {
            case SegmentValue.Text text -> segment.valueString(text.value());
            case SegmentValue.Whole whole -> segment.valueInteger(whole.value());
            case SegmentValue.Arn arn -> segment.valueArn(arn.value());
            case SegmentValue.Group inner -> segment.valueMap(group(inner.values()));
            case SegmentValue.Sequence inner ->
                segment.valueList(
                        inner.values().stream().map(StartChatRequests::segment).toList());
            case SegmentValue.Ambiguous ignored ->
                throw new IllegalArgumentException("a segment value without exactly one kind passed validation");
        }
        return segment.build();
    }
}
