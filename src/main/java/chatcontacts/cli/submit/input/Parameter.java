package chatcontacts.cli.submit.input;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One parameter of a request: a parameter of StartChatContact, or one that steers the service and is never sent to Connect.
 *
 * @param name as in the API, in PascalCase
 * @param kind what a flag's value is
 * @param meaning a few words, for the help and the skeleton
 * @param sample its value in the skeleton
 */
public record Parameter(String name, ParameterKind kind, String meaning, Object sample) {

    /** What a value is. */
    public enum ParameterKind {
        /** A word. */
        WORD,
        /** Several words. */
        WORDS,
        /** Keys and values: JSON, or the AWS CLI's shorthand. */
        OBJECT
    }

    private static final String OWN = " Not sent to Connect.";

    /** All of them: the API's in the order of its documents, then ours. */
    public static final List<Parameter> ALL = List.of(
            word("InstanceId", "Required. The Connect instance: its id or its ARN.", ""),
            word("ContactFlowId", "Required. The flow that the chat enters.", ""),
            object("Attributes", "Contact attributes.", Map.of("KeyName", "")),
            object("ParticipantDetails", "Required. The customer's DisplayName.", Map.of("DisplayName", "")),
            object("ParticipantConfiguration", "ResponseMode: INCREMENTAL or COMPLETE.", Samples.CONFIGURATION),
            object("InitialMessage", "ContentType and Content of the customer's first message.", Samples.MESSAGE),
            word("ClientToken", "Requests with the same instance and token are one request. Default: a new one.", ""),
            word("ChatDurationInMinutes", "60 to 10080; Connect's default is 1500.", 0),
            words("SupportedMessagingContentTypes", "Content types of the chat, text/plain among them.", ""),
            object(
                    "PersistentChat",
                    "RehydrationType (ENTIRE_PAST_SESSION or FROM_SEGMENT) and SourceContactId of the chat to continue.",
                    Samples.PERSISTENT_CHAT),
            word("RelatedContactId", "The contact that this one relates to. Not together with PersistentChat.", ""),
            object(
                    "SegmentAttributes",
                    "System attributes; keep one of ValueString, ValueMap, ValueInteger, ValueList, ValueArn in each.",
                    Map.of("KeyName", Samples.SEGMENT_VALUE)),
            word("CustomerId", "The customer's id in your own terms.", ""),
            words("DisconnectOnCustomerExit", "Who is disconnected when the customer leaves: AGENT.", "AGENT"),
            words(
                    "ConnectionTypes",
                    "WEBSOCKET, CONNECTION_CREDENTIALS or both: the result lets the customer connect without another call.",
                    "WEBSOCKET"),
            object(
                    "ChatStreamingConfiguration",
                    "StreamingEndpointArn: the standard SNS topic that gets the chat's messages.",
                    Map.of("StreamingEndpointArn", "")),
            word("StartBy", "Never start the chat later: ISO-8601, or milliseconds since the epoch." + OWN, ""),
            word("NotBefore", "Never start the chat earlier: ISO-8601, or milliseconds since the epoch." + OWN, ""),
            word("Priority", "0 to 9, 0 goes first." + OWN, 5),
            word("FairnessKey", "The group of requests, such as a tenant, that this one belongs to." + OWN, ""),
            word("RequestedAt", "When the customer asked: ISO-8601, or milliseconds since the epoch." + OWN, ""));

    private static Parameter word(String name, String meaning, Object sample) {
        return new Parameter(name, ParameterKind.WORD, meaning, sample);
    }

    private static Parameter words(String name, String meaning, String sample) {
        return new Parameter(name, ParameterKind.WORDS, meaning, List.of(sample));
    }

    private static Parameter object(String name, String meaning, Map<String, Object> sample) {
        return new Parameter(name, ParameterKind.OBJECT, meaning, sample);
    }

    /** The field of the schema, which faults name. */
    String field() {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** The flag, as the AWS CLI spells it. */
    public String flag() {
        return "--" + name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
