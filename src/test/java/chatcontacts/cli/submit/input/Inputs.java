package chatcontacts.cli.submit.input;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fault;
import chatcontacts.domain.request.MessageLimits;
import chatcontacts.domain.request.RequestRules;
import chatcontacts.domain.request.Requests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests as they are typed, and what comes of reading them. */
final class Inputs {

    /** {@link Requests#full} as the AWS CLI would be given it, with our five parameters. */
    static final String FULL = """
            {
                "InstanceId": "8b2cd6a4-1f0e-4f1b-9d37-5c8f3a6e2b10",
                "ContactFlowId": "flow-1",
                "Attributes": {"tier": "gold", "lang": "grüezi"},
                "ParticipantDetails": {"DisplayName": "Ada"},
                "ParticipantConfiguration": {"ResponseMode": "INCREMENTAL"},
                "InitialMessage": {"ContentType": "text/plain", "Content": "Hello, I need help"},
                "ClientToken": "token/1",
                "ChatDurationInMinutes": 120,
                "SupportedMessagingContentTypes": [
                    "text/plain",
                    "application/vnd.amazonaws.connect.message.interactive",
                    "application/vnd.amazonaws.connect.message.interactive.response"
                ],
                "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "contact-0"},
                "SegmentAttributes": {
                    "connect:Subtype": {"ValueString": "connect:Guide"},
                    "level": {"ValueInteger": -7},
                    "where": {"ValueArn": "arn:aws:connect:eu-west-2:123456789012:instance/x"},
                    "more": {"ValueMap": {"list": {"ValueList": [{"ValueString": "a"}, {"ValueInteger": 2}]}}}
                },
                "CustomerId": "customer-9",
                "DisconnectOnCustomerExit": ["AGENT"],
                "ConnectionTypes": ["WEBSOCKET", "CONNECTION_CREDENTIALS"],
                "ChatStreamingConfiguration": {"StreamingEndpointArn": "arn:aws:sns:eu-west-2:123456789012:chats"},
                "StartBy": "2030-03-17T17:46:40.123Z",
                "NotBefore": 1700000000789,
                "Priority": 3,
                "FairnessKey": "tenant-1",
                "RequestedAt": 1800000000456
            }""";

    static final String MINIMAL = """
            {"InstanceId": "%s", "ContactFlowId": "flow-1", "ParticipantDetails": {"DisplayName": "Ada"}}""".formatted(Requests.INSTANCE);

    private Inputs() {}

    static RequestInput input(String... flagsAndValues) {
        Map<Parameter, List<String>> flags = new LinkedHashMap<>();
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            String flag = flagsAndValues[i];
            Parameter parameter = Parameter.ALL.stream()
                    .filter(it -> it.flag().equals(flag))
                    .findFirst()
                    .orElseThrow();
            flags.put(parameter, Arrays.asList(flagsAndValues[i + 1].split("\\|")));
        }
        return new RequestInput(new RequestRules(MessageLimits.DOCUMENTED)::check, flags);
    }

    static DecodedRequest sound(ParsedRequest reading) {
        return switch (reading) {
            case ParsedRequest.Sound it -> it.request();
            case ParsedRequest.Faulty it -> throw new AssertionError(it.faults().toString());
        };
    }

    static List<String> faults(ParsedRequest reading) {
        return switch (reading) {
            case ParsedRequest.Sound ignored -> List.of();
            case ParsedRequest.Faulty it ->
                it.faults().stream().map(Fault::toString).toList();
        };
    }

    static List<String> faults(String json) {
        return faults(input().cliInputJson(json));
    }

    static DecodedRequest line(String json) {
        return sound(input().line(json.getBytes(StandardCharsets.UTF_8)));
    }
}
