package chatcontacts.registry;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.InitialMessage;
import chatcontacts.domain.request.ParticipantConfiguration;
import chatcontacts.domain.request.PersistentChat;
import chatcontacts.domain.request.StartChat;
import java.util.Optional;

/** Chat requests between Avro and the domain, both ways. */
final class AvroRequests {

    private AvroRequests() {}

    /** An empty client token counts as none: otherwise all requests with it would be duplicates. */
    static DecodedRequest toDomain(chatcontacts.ChatRequest avro) {
        return new DecodedRequest(
                call(avro),
                Optional.ofNullable(avro.getClientToken()).filter(token -> !token.isEmpty()),
                Optional.ofNullable(avro.getStartBy()),
                Optional.ofNullable(avro.getNotBefore()),
                Optional.ofNullable(avro.getPriority()).orElse(DecodedRequest.DEFAULT_PRIORITY),
                Optional.ofNullable(avro.getFairnessKey()),
                Optional.ofNullable(avro.getRequestedAt()));
    }

    private static StartChat call(chatcontacts.ChatRequest avro) {
        return new StartChat(
                avro.getInstanceId(),
                avro.getContactFlowId(),
                avro.getParticipantDetails().getDisplayName(),
                Optional.ofNullable(avro.getAttributes()),
                Optional.ofNullable(avro.getInitialMessage())
                        .map(message -> new InitialMessage(message.getContentType(), message.getContent())),
                Optional.ofNullable(avro.getChatDurationInMinutes()),
                Optional.ofNullable(avro.getSupportedMessagingContentTypes()),
                Optional.ofNullable(avro.getPersistentChat())
                        .map(chat -> new PersistentChat(
                                Optional.ofNullable(chat.getRehydrationType()),
                                Optional.ofNullable(chat.getSourceContactId()))),
                Optional.ofNullable(avro.getRelatedContactId()),
                Optional.ofNullable(avro.getSegmentAttributes()).map(AvroSegments::toDomain),
                Optional.ofNullable(avro.getCustomerId()),
                Optional.ofNullable(avro.getParticipantConfiguration())
                        .map(configuration ->
                                new ParticipantConfiguration(Optional.ofNullable(configuration.getResponseMode()))),
                Optional.ofNullable(avro.getDisconnectOnCustomerExit()),
                Optional.ofNullable(avro.getConnectionTypes()),
                Optional.ofNullable(avro.getChatStreamingConfiguration())
                        .map(chatcontacts.ChatStreamingConfiguration::getStreamingEndpointArn));
    }

    static chatcontacts.ChatRequest toAvro(DecodedRequest request) {
        StartChat call = request.call();
        var avro = new chatcontacts.ChatRequest();
        avro.setInstanceId(call.instanceId());
        avro.setContactFlowId(call.contactFlowId());
        avro.setParticipantDetails(new chatcontacts.ParticipantDetails(call.displayName()));
        call.attributes().ifPresent(avro::setAttributes);
        call.participantConfiguration()
                .ifPresent(configuration -> avro.setParticipantConfiguration(new chatcontacts.ParticipantConfiguration(
                        configuration.responseMode().orElse(null))));
        call.initialMessage()
                .ifPresent(message -> avro.setInitialMessage(
                        new chatcontacts.InitialMessage(message.contentType(), message.content())));
        request.clientToken().ifPresent(avro::setClientToken);
        call.chatDurationInMinutes().ifPresent(avro::setChatDurationInMinutes);
        call.supportedMessagingContentTypes().ifPresent(avro::setSupportedMessagingContentTypes);
        call.persistentChat()
                .ifPresent(chat -> avro.setPersistentChat(new chatcontacts.PersistentChat(
                        chat.rehydrationType().orElse(null),
                        chat.sourceContactId().orElse(null))));
        call.relatedContactId().ifPresent(avro::setRelatedContactId);
        call.segmentAttributes().map(AvroSegments::toAvro).ifPresent(avro::setSegmentAttributes);
        call.customerId().ifPresent(avro::setCustomerId);
        call.disconnectOnCustomerExit().ifPresent(avro::setDisconnectOnCustomerExit);
        call.connectionTypes().ifPresent(avro::setConnectionTypes);
        call.streamingEndpointArn()
                .map(chatcontacts.ChatStreamingConfiguration::new)
                .ifPresent(avro::setChatStreamingConfiguration);
        request.startBy().ifPresent(avro::setStartBy);
        request.notBefore().ifPresent(avro::setNotBefore);
        avro.setPriority(request.priority());
        request.fairnessKey().ifPresent(avro::setFairnessKey);
        request.requestedAt().ifPresent(avro::setRequestedAt);
        return avro;
    }
}
