package chatcontacts.registry;

import chatcontacts.InitialMessage;
import chatcontacts.ParticipantConfiguration;
import chatcontacts.SegmentAttributeValue;
import chatcontacts.domain.request.ChatRequest;
import chatcontacts.domain.request.PersistentChat;
import chatcontacts.domain.request.SegmentValue;
import chatcontacts.domain.request.StartChat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the generated request to the domain's. */
final class AvroRequests {

    private AvroRequests() {}

    static ChatRequest toDomain(chatcontacts.ChatRequest avro) {
        StartChat call = new StartChat(
                avro.getInstanceId(),
                avro.getContactFlowId(),
                avro.getParticipantDetails().getDisplayName(),
                Optional.ofNullable(avro.getAttributes()),
                Optional.ofNullable(avro.getInitialMessage()).map(AvroRequests::message),
                Optional.ofNullable(avro.getChatDurationInMinutes()),
                Optional.ofNullable(avro.getSupportedMessagingContentTypes()),
                Optional.ofNullable(avro.getPersistentChat())
                        .map(it -> new PersistentChat(
                                Optional.ofNullable(it.getRehydrationType()),
                                Optional.ofNullable(it.getSourceContactId()))),
                Optional.ofNullable(avro.getRelatedContactId()),
                Optional.ofNullable(avro.getSegmentAttributes()).map(AvroRequests::segments),
                Optional.ofNullable(avro.getCustomerId()),
                Optional.ofNullable(avro.getParticipantConfiguration()).map(ParticipantConfiguration::getResponseMode));
        return new ChatRequest(
                call,
                Optional.ofNullable(avro.getClientToken()),
                Optional.ofNullable(avro.getStartBy()),
                avro.getPriority(),
                Optional.ofNullable(avro.getRequestedAt()));
    }

    private static chatcontacts.domain.request.InitialMessage message(InitialMessage avro) {
        return new chatcontacts.domain.request.InitialMessage(avro.getContentType(), avro.getContent());
    }

    private static Map<String, SegmentValue> segments(Map<String, SegmentAttributeValue> avro) {
        Map<String, SegmentValue> values = new LinkedHashMap<>();
        avro.forEach((key, value) -> values.put(key, segment(value)));
        return values;
    }

    private static SegmentValue segment(SegmentAttributeValue avro) {
        List<SegmentValue> kinds = new ArrayList<>();
        Optional.ofNullable(avro.getValueString()).map(SegmentValue.Text::new).ifPresent(kinds::add);
        Optional.ofNullable(avro.getValueInteger())
                .map(SegmentValue.Whole::new)
                .ifPresent(kinds::add);
        Optional.ofNullable(avro.getValueMap())
                .map(map -> new SegmentValue.Group(segments(map)))
                .ifPresent(kinds::add);
        Optional.ofNullable(avro.getValueList())
                .map(list -> new SegmentValue.Sequence(
                        list.stream().map(AvroRequests::segment).toList()))
                .ifPresent(kinds::add);
        Optional.ofNullable(avro.getValueArn()).map(SegmentValue.Arn::new).ifPresent(kinds::add);
        return kinds.size() == 1 ? kinds.get(0) : new SegmentValue.Ambiguous(kinds.size());
    }
}
