package chatcontacts.cli.submit.input;

import static chatcontacts.cli.submit.input.Inputs.FULL;
import static chatcontacts.cli.submit.input.Inputs.MINIMAL;
import static chatcontacts.cli.submit.input.Inputs.faults;
import static chatcontacts.cli.submit.input.Inputs.input;
import static chatcontacts.cli.submit.input.Inputs.line;
import static chatcontacts.cli.submit.input.Inputs.sound;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Requests;
import chatcontacts.domain.request.StartChat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInputTest {

    @Test
    void readsEveryParameterOfTheAwsClisJson() {
        assertThat(sound(input().cliInputJson(FULL))).isEqualTo(Requests.full());
        assertThat(line(FULL)).isEqualTo(Requests.full());
    }

    @Test
    void readsEveryParameterOfTheAwsClisFlags() {
        DecodedRequest request = sound(input(
                        "--instance-id", Requests.INSTANCE,
                        "--contact-flow-id", "flow-1",
                        "--attributes", "tier=gold,lang=grüezi",
                        "--participant-details", "DisplayName=Ada",
                        "--participant-configuration", "ResponseMode=INCREMENTAL",
                        "--initial-message", "ContentType=text/plain,Content='Hello, I need help'",
                        "--client-token", "token/1",
                        "--chat-duration-in-minutes", "120",
                        "--supported-messaging-content-types",
                                "text/plain|application/vnd.amazonaws.connect.message.interactive"
                                        + "|application/vnd.amazonaws.connect.message.interactive.response",
                        "--persistent-chat", "RehydrationType=FROM_SEGMENT,SourceContactId=contact-0",
                        "--segment-attributes",
                                "connect:Subtype={ValueString=connect:Guide},level={ValueInteger=-7},"
                                        + "where={ValueArn=arn:aws:connect:eu-west-2:123456789012:instance/x},"
                                        + "more={ValueMap={list={ValueList=[{ValueString=a},{ValueInteger=2}]}}}",
                        "--customer-id", "customer-9",
                        "--disconnect-on-customer-exit", "AGENT",
                        "--connection-types", "WEBSOCKET|CONNECTION_CREDENTIALS",
                        "--chat-streaming-configuration",
                                "StreamingEndpointArn=arn:aws:sns:eu-west-2:123456789012:chats",
                        "--start-by", "2030-03-17T18:46:40.123+01:00",
                        "--not-before", "2023-11-14T22:13:20.789Z",
                        "--priority", "3",
                        "--fairness-key", "tenant-1",
                        "--requested-at", "1800000000456")
                .flagsOnly());

        assertThat(request).isEqualTo(Requests.full());
    }

    @Test
    void flagsTakeJsonWhereTheAwsCliDoes() {
        DecodedRequest request = sound(input(
                        "--instance-id", "i",
                        "--contact-flow-id", "f",
                        "--participant-details", " {\"DisplayName\": \"Ada, Countess\"}",
                        "--attributes", "{\"a\": \"1\"}",
                        "--supported-messaging-content-types", "[\"text/plain\", \"text/markdown\"]")
                .flagsOnly());

        assertThat(request.call().displayName()).isEqualTo("Ada, Countess");
        assertThat(request.call().attributes()).contains(Map.of("a", "1"));
        assertThat(request.call().supportedMessagingContentTypes()).contains(List.of("text/plain", "text/markdown"));
    }

    @Test
    void aFlagStandsOverTheWholeParameterOfTheDocument() {
        DecodedRequest request = sound(input("--attributes", "a=1", "--priority", "0", "--instance-id", "other")
                .cliInputJson("""
                        {"instance_id": "one", "ContactFlowId": "f", "ParticipantDetails": {"DisplayName": "Ada"},
                         "Attributes": {"b": "2"}, "Priority": "not even a number"}"""));

        assertThat(request.call().attributes()).contains(Map.of("a", "1"));
        assertThat(request.call().instanceId()).isEqualTo("other");
        assertThat(request.priority()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "InstanceId, ContactFlowId, ParticipantDetails, DisplayName",
        "instanceId, contactFlowId, participantDetails, displayName",
        "instance_id, contact_flow_id, participant_details, display_name",
        "instance-id, contact-flow-id, participant-details, display-name"
    })
    void otherClientsSpellingsOfKeysAreUnderstood(String instance, String flow, String details, String name) {
        StartChat call = line("{\"%s\": \"i\", \"%s\": \"f\", \"%s\": {\"%s\": \"Ada\"}}"
                        .formatted(instance, flow, details, name))
                .call();

        assertThat(call).isEqualTo(StartChat.of("i", "f", "Ada"));
    }

    @Test
    void absentAndNullAndAnEmptyTokenAreTheSame() {
        DecodedRequest bare = line(MINIMAL);
        StringBuilder nulls = new StringBuilder(MINIMAL.substring(0, MINIMAL.length() - 1));
        Parameter.ALL.stream()
                .filter(it -> !it.meaning().startsWith("Required"))
                .filter(it -> !it.name().equals("ClientToken"))
                .forEach(it -> nulls.append(", \"").append(it.name()).append("\": null"));

        assertThat(line(nulls + ", \"ClientToken\": \"\"}")).isEqualTo(bare).isEqualTo(Requests.minimal());
    }

    @Test
    void keysOfAttributesStayAsTheyWereWritten() {
        assertThat(line(MINIMAL.replace("}}", "}, \"Attributes\": {\"Order_Id\": \"1\", \"order-id\": \"2\"}}"))
                        .call()
                        .attributes())
                .contains(Map.of("Order_Id", "1", "order-id", "2"));
    }

    @Test
    void theSkeletonHasEveryParameterAndCanBeFilledIn() {
        for (String skeleton : List.of(Skeleton.json(), Skeleton.yaml())) {
            String filled = skeleton.replaceFirst("(InstanceId\"?: )['\"]{2}", "$1\"i\"")
                    .replaceFirst("(ContactFlowId\"?: )['\"]{2}", "$1\"f\"")
                    .replaceFirst("(DisplayName\"?: )['\"]{2}", "$1\"Ada\"");
            List<String> faults =
                    faults(skeleton.startsWith("{") ? input().cliInputJson(filled) : input().cliInputYaml(filled));

            assertThat(faults)
                    .noneMatch(it -> it.contains("known") || it.contains("must be an") || it.contains("text,"));
            assertThat(faults).noneMatch(it -> it.contains("instanceId") || it.contains("displayName"));
        }
        assertThat(Skeleton.yaml()).contains("""
                    ValueMap:
                      KeyName:
                        ValueString: ''
                    ValueInteger: 0
                    ValueList:
                    - ValueString: ''
                    ValueArn: ''
                """);
        assertThat(Skeleton.json()).startsWith("{\n    \"InstanceId\": \"\",\n");
        assertThat(Skeleton.yaml()).startsWith("# Required.").contains("\nParticipantDetails:\n  DisplayName: ''\n");
    }

    @Test
    void timesMayBeWrittenInSeveralWays() {
        for (String time : List.of("\"2026-01-31T09:00:00+01:00\"", "\"2026-01-31T08:00:00Z\"", "1769846400000")) {
            assertThat(line(MINIMAL.replace("}}", "}, \"StartBy\": " + time + "}"))
                            .startBy())
                    .contains(Instant.parse("2026-01-31T08:00:00Z"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T08:00:00",
                "2026-02-30T08:00:00Z",
                "+1000000000-12-31T23:59:59Z",
                "-1000000000-01-01T00:00:00Z"
            })
    void aTimeThatIsNoneOrThatMillisecondsCannotCountIsAFault(String time) {
        assertThat(faults(MINIMAL.replace("}}", "}, \"StartBy\": \"" + time + "\"}")))
                .containsExactly(
                        "startBy: must be a time in ISO-8601 with an offset or Z, or milliseconds since the epoch");
    }
}
