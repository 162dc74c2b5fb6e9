package chatcontacts.cli.submit.input;

import chatcontacts.cli.submit.input.Node.Fields;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.InitialMessage;
import chatcontacts.domain.request.ParticipantConfiguration;
import chatcontacts.domain.request.PersistentChat;
import chatcontacts.domain.request.SegmentValue;
import chatcontacts.domain.request.StartChat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a request from a document. Where the document has a fault, a value stands in that breaks no rule. */
final class RequestReader {

    private RequestReader() {}

    static DecodedRequest read(Fields document, FaultList faults) {
        ObjectReader fields = new ObjectReader(document, "", faults);
        StartChat call = new StartChat(
                fields.required("instanceId"),
                fields.required("contactFlowId"),
                displayName(fields, faults),
                fields.textMap("attributes"),
                fields.object("initialMessage").map(RequestReader::initialMessage),
                fields.whole("chatDurationInMinutes"),
                fields.texts("supportedMessagingContentTypes"),
                fields.object("persistentChat").map(RequestReader::persistentChat),
                fields.text("relatedContactId"),
                fields.objectMap("segmentAttributes", RequestReader::segment),
                fields.text("customerId"),
                fields.object("participantConfiguration").map(RequestReader::participantConfiguration),
                fields.texts("disconnectOnCustomerExit"),
                fields.texts("connectionTypes"),
                fields.object("chatStreamingConfiguration").map(RequestReader::streamingEndpointArn));
        DecodedRequest request = new DecodedRequest(
                call,
                // A blank one is none, as for the service, and in the skeleton.
                fields.text("clientToken").filter(token -> !token.isBlank()),
                fields.time("startBy"),
                fields.time("notBefore"),
                fields.whole("priority").orElse(DecodedRequest.DEFAULT_PRIORITY),
                fields.text("fairnessKey"),
                fields.time("requestedAt"));
        fields.end();
        return request;
    }

    private static String displayName(ObjectReader fields, FaultList faults) {
        Optional<ObjectReader> details = fields.object("participantDetails");
        if (details.isEmpty()) {
            if (!faults.concern("participantDetails")) {
                faults.add("participantDetails.displayName", "is required");
            }
            return "";
        }
        String name = details.get().required("displayName");
        details.get().end();
        return name;
    }

    private static InitialMessage initialMessage(ObjectReader fields) {
        InitialMessage message = new InitialMessage(fields.required("contentType"), fields.required("content"));
        fields.end();
        return message;
    }

    private static PersistentChat persistentChat(ObjectReader fields) {
        PersistentChat chat = new PersistentChat(fields.text("rehydrationType"), fields.text("sourceContactId"));
        fields.end();
        return chat;
    }

    private static ParticipantConfiguration participantConfiguration(ObjectReader fields) {
        ParticipantConfiguration configuration = new ParticipantConfiguration(fields.text("responseMode"));
        fields.end();
        return configuration;
    }

    private static String streamingEndpointArn(ObjectReader fields) {
        String arn = fields.required("streamingEndpointArn");
        fields.end();
        return arn;
    }

    private static SegmentValue segment(ObjectReader fields) {
        Optional<SegmentValue> text = fields.text("valueString").map(SegmentValue.Text::new);
        Optional<SegmentValue> whole = fields.whole("valueInteger").map(SegmentValue.Whole::new);
        Optional<SegmentValue> map = fields.<SegmentValue>objectMap("valueMap", RequestReader::segment)
                .map(RequestReader::group);
        Optional<SegmentValue> list = fields.<SegmentValue>objects("valueList", RequestReader::segment)
                .map(RequestReader::sequence);
        Optional<SegmentValue> arn = fields.text("valueArn").map(SegmentValue.Arn::new);
        fields.end();
        List<SegmentValue> given =
                Stream.of(text, whole, map, list, arn).flatMap(Optional::stream).toList();
        int kinds = fields.count("valueString", "valueInteger", "valueMap", "valueList", "valueArn");
        if (kinds != 1) {
            return new SegmentValue.Ambiguous(kinds);
        }
        return given.isEmpty() ? new SegmentValue.Text("") : given.getFirst();
    }

    private static SegmentValue group(Map<String, SegmentValue> values) {
        return new SegmentValue.Group(values);
    }

    private static SegmentValue sequence(List<SegmentValue> values) {
        return new SegmentValue.Sequence(values);
    }
}
