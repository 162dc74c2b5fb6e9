package chatcontacts.testkit.connect;

import static chatcontacts.testkit.connect.ConnectError.INVALID_PARAMETER;
import static chatcontacts.testkit.connect.ConnectError.INVALID_REQUEST;

import chatcontacts.testkit.connect.ConnectResponse.Refused;
import chatcontacts.testkit.connect.StartParams.SegmentAttribute;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds one call against every documented constraint and keeps the first that it breaks. Lengths count Unicode code points, as
 * in Smithy's length trait; Attributes count UTF-8 bytes. A missing or contradictory field is an InvalidRequestException, one
 * out of bounds an InvalidParameterException (which of the two Connect takes where is not documented).
 */
final class ParameterCheck {

    private static final String PLAIN = "text/plain";
    private static final String INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive";
    private static final String INTERACTIVE_RESPONSE = INTERACTIVE + ".response";
    private static final Set<String> CONTENT_TYPES =
            Set.of(PLAIN, "text/markdown", "application/json", INTERACTIVE, INTERACTIVE_RESPONSE);
    private static final Set<String> CONNECTION_TYPES = Set.of("WEBSOCKET", "CONNECTION_CREDENTIALS");
    private static final Pattern ATTRIBUTE_KEY = Pattern.compile("[A-Za-z0-9_-]+");
    /** With the colon, which the documents do not name and the system's own keys hold. */
    private static final Pattern SEGMENT_KEY = Pattern.compile("[A-Za-z0-9_:-]{1,128}");

    private final ConnectRules rules;
    private @Nullable Refused first;

    private ParameterCheck(ConnectRules rules) {
        this.rules = rules;
    }

    static Optional<Refused> of(
            @Nullable String instanceId, StartParams params, @Nullable String clientToken, ConnectRules rules) {
        ParameterCheck check = new ParameterCheck(rules);
        check.require(params.undocumented().isEmpty(), "undocumented fields " + params.undocumented());
        check.required("InstanceId", instanceId, 100);
        check.required("ContactFlowId", params.contactFlowId(), 500);
        check.required("ParticipantDetails.DisplayName", params.displayName(), 256);
        check.length("ClientToken", clientToken, 0, 500);
        check.length("CustomerId", params.customerId(), 1, 128);
        check.length("RelatedContactId", params.relatedContactId(), 1, 256);
        check.oneOf("ParticipantConfiguration.ResponseMode", params.responseMode(), Set.of("INCREMENTAL", "COMPLETE"));
        check.attributes(params.attributes());
        check.initialMessage(params.initialMessage());
        check.duration(params.chatDurationInMinutes());
        check.contentTypes(params.supportedMessagingContentTypes());
        check.persistence(params);
        check.segments(params.segmentAttributes());
        check.guide(params);
        check.connection(params);
        return Optional.ofNullable(check.first);
    }

    private void refuse(ConnectError error, String message) {
        if (first == null) {
            first = new Refused(error, message);
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            refuse(INVALID_REQUEST, message);
        }
    }

    private void bound(boolean holds, String message) {
        if (!holds) {
            refuse(INVALID_PARAMETER, message);
        }
    }

    private void required(String field, @Nullable String value, int most) {
        require(value != null, field + " is missing");
        length(field, value, 1, most);
    }

    private void length(String field, @Nullable String value, int least, int most) {
        if (value != null) {
            int length = value.codePointCount(0, value.length());
            bound(length >= least && length <= most, field + " must have " + least + " to " + most + " characters");
        }
    }

    private void oneOf(String field, @Nullable String value, Set<String> choices) {
        bound(value == null || choices.contains(value), field + " is none of its choices");
    }

    private void attributes(@Nullable Map<String, String> attributes) {
        if (attributes == null) {
            return;
        }
        long bytes = 0;
        for (var entry : attributes.entrySet()) {
            bound(ATTRIBUTE_KEY.matcher(entry.getKey()).matches(), "a key of Attributes has other characters");
            bytes += utf8(entry.getKey()) + utf8(entry.getValue());
        }
        bound(bytes <= 32_768, "Attributes are larger than 32768 bytes");
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void initialMessage(StartParams.@Nullable Message message) {
        if (message == null) {
            return;
        }
        require(message.contentType() != null, "InitialMessage.ContentType is missing");
        require(message.content() != null, "InitialMessage.Content is missing");
        Integer most = message.contentType() == null ? null : rules.messageLimit(message.contentType());
        if (most == null) {
            refuse(INVALID_PARAMETER, "InitialMessage.ContentType is none of its choices");
        } else {
            int bytes = message.content() == null ? 0 : utf8(message.content());
            bound(bytes >= 1 && bytes <= most, "InitialMessage.Content must have 1 to " + most + " bytes");
        }
    }

    private void duration(@Nullable Long minutes) {
        if (minutes != null) {
            bound(minutes >= 60 && minutes <= 10_080, "ChatDurationInMinutes must be 60 to 10080");
            require(rules.chatDurationAllowed(), "the account may not set ChatDurationInMinutes");
        }
    }

    private void contentTypes(@Nullable List<String> types) {
        if (types != null) {
            bound(CONTENT_TYPES.containsAll(types), "SupportedMessagingContentTypes holds an unknown type");
            bound(types.contains(PLAIN), "SupportedMessagingContentTypes must contain text/plain");
        }
    }

    private void persistence(StartParams params) {
        var persistence = params.persistentChat();
        if (persistence == null) {
            return;
        }
        require(params.relatedContactId() == null, "RelatedContactId and PersistentChat exclude each other");
        require(persistence.rehydrationType() != null, "PersistentChat.RehydrationType is missing");
        oneOf(
                "PersistentChat.RehydrationType",
                persistence.rehydrationType(),
                Set.of("ENTIRE_PAST_SESSION", "FROM_SEGMENT"));
        required("PersistentChat.SourceContactId", persistence.sourceContactId(), 256);
    }

    private void segments(@Nullable Map<String, SegmentAttribute> segments) {
        if (segments != null) {
            segments.forEach((key, value) -> {
                bound(
                        SEGMENT_KEY.matcher(key).matches(),
                        "a key of SegmentAttributes is too long or has other characters");
                segment(value);
            });
        }
    }

    private void segment(SegmentAttribute value) {
        int present = count(value.valueString())
                + count(value.valueInteger())
                + count(value.valueMap())
                + count(value.valueList())
                + count(value.valueArn());
        require(present == 1, "a value of SegmentAttributes must be of exactly one type");
        length("SegmentAttributes.ValueString", value.valueString(), 0, 1024);
        length("SegmentAttributes.ValueArn", value.valueArn(), 0, 1024);
        segments(value.valueMap());
        var list = value.valueList();
        if (list != null) {
            list.forEach(this::segment);
        }
    }

    private static int count(@Nullable Object value) {
        return value == null ? 0 : 1;
    }

    private void connection(StartParams params) {
        var disconnect = params.disconnectOnCustomerExit();
        bound(disconnect == null || disconnect.equals(List.of("AGENT")), "DisconnectOnCustomerExit must be [AGENT]");
        var types = params.connectionTypes();
        if (types != null) {
            bound(!types.isEmpty() && types.size() <= 2, "ConnectionTypes must have 1 to 2 items");
            bound(Set.copyOf(types).size() == types.size(), "ConnectionTypes holds one twice");
            bound(CONNECTION_TYPES.containsAll(types), "ConnectionTypes holds an unknown type");
        }
        var streaming = params.chatStreaming();
        if (streaming != null) {
            required("ChatStreamingConfiguration.StreamingEndpointArn", streaming.streamingEndpointArn(), 350);
        }
    }

    private void guide(StartParams params) {
        var segments = params.segmentAttributes();
        SegmentAttribute subtype = segments == null ? null : segments.get("connect:Subtype");
        if (subtype != null && "connect:Guide".equals(subtype.valueString())) {
            var types = params.supportedMessagingContentTypes();
            require(
                    types != null && types.containsAll(List.of(INTERACTIVE, INTERACTIVE_RESPONSE)),
                    "connect:Guide needs both interactive types in SupportedMessagingContentTypes");
        }
    }
}
