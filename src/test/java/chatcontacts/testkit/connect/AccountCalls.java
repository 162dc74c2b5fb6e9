package chatcontacts.testkit.connect;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/**
 * What the simulated account answers beside StartChatContact, each in its own protocol: DescribeContact (restJson1) and GetServiceQuota
 * of Service Quotas (JSON 1.1).
 */
final class AccountCalls {

    /** The IAM actions, by which faults are set. */
    static final String DESCRIBE_CONTACT = "connect:DescribeContact";

    static final String GET_SERVICE_QUOTA = "servicequotas:GetServiceQuota";

    private static final Pattern CONTACT = Pattern.compile("/contacts/([^/?]+)/([^/?]+)");
    private static final String QUOTA_TARGET = "ServiceQuotasV20190624.GetServiceQuota";

    private AccountCalls() {}

    /** The answer to such a call; empty if it is none. */
    static Optional<JsonDocument> answer(
            String methodAndPath, @Nullable String target, String body, ConnectModel model, Instant now) {
        Matcher contact = CONTACT.matcher(methodAndPath.startsWith("GET ") ? methodAndPath.substring(4) : "");
        if (contact.matches()) {
            return Optional.of(describe(contact.group(1), contact.group(2), model, now));
        }
        if (methodAndPath.equals("POST /") && QUOTA_TARGET.equals(target)) {
            return Optional.of(quota(JsonNode.parser().parse(body).asObject(), model.rules()));
        }
        return Optional.empty();
    }

    private static JsonDocument describe(String instance, String contactId, ConnectModel model, Instant now) {
        Optional<ConnectError> fault = model.rules().errorOf(DESCRIBE_CONTACT);
        if (fault.isPresent()) {
            return JsonDocument.refused(fault.get().status(), fault.get().code());
        }
        if (!model.mayDescribe(now)) {
            return JsonDocument.refused(429, "TooManyRequestsException");
        }
        return model.contact(ConnectModel.bareInstanceId(instance), contactId, now)
                .map(it -> {
                    JsonWriter json = JsonWriter.create();
                    json.writeStartObject().writeFieldName("Contact").writeStartObject();
                    json.writeFieldName("Id").writeValue(contactId);
                    json.writeFieldName("InitialContactId").writeValue(it.initialContactId());
                    json.writeFieldName("Channel").writeValue("CHAT");
                    json.writeFieldName("InitiationTimestamp").writeValue(it.initiatedAt());
                    it.disconnectedAt()
                            .ifPresent(at ->
                                    json.writeFieldName("DisconnectTimestamp").writeValue(at));
                    json.writeEndObject().writeEndObject();
                    return new JsonDocument(200, json.getBytes());
                })
                .orElse(JsonDocument.refused(404, "ResourceNotFoundException"));
    }

    private static JsonDocument quota(Map<String, JsonNode> request, ConnectRules rules) {
        Optional<ConnectError> fault = rules.errorOf(GET_SERVICE_QUOTA);
        if (fault.isPresent()) {
            return JsonDocument.refused(fault.get().status(), fault.get().code());
        }
        String code = text(request, "QuotaCode");
        String context = text(request, "ContextId");
        String instance = ConnectModel.bareInstanceId(context);
        DoubleSupplier value = switch (text(request, "ServiceCode") + " " + code) {
            case "connect L-AA48CD49" -> rules::ratePerSecond;
            case "connect L-D4BA6F6E" -> () -> rules.quotaOf(instance);
            default -> () -> 0;
        };
        boolean known = value.getAsDouble() > 0 && (context.isEmpty() || rules.knowsInstance(instance));
        if (!known || (code.equals("L-D4BA6F6E") && !context.startsWith("arn:aws:connect:"))) {
            return JsonDocument.refused(400, "NoSuchResourceException");
        }
        JsonWriter json = JsonWriter.create();
        json.writeStartObject().writeFieldName("Quota").writeStartObject();
        json.writeFieldName("ServiceCode").writeValue("connect");
        json.writeFieldName("QuotaCode").writeValue(code);
        json.writeFieldName("Value").writeValue(value.getAsDouble());
        json.writeFieldName("Adjustable").writeValue(true);
        json.writeEndObject().writeEndObject();
        return new JsonDocument(200, json.getBytes());
    }

    private static String text(Map<String, JsonNode> request, String field) {
        JsonNode node = request.get(field);
        return node == null || node.isNull() ? "" : node.asString();
    }
}
