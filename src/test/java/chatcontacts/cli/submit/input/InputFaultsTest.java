package chatcontacts.cli.submit.input;

import static chatcontacts.cli.submit.input.Inputs.FULL;
import static chatcontacts.cli.submit.input.Inputs.MINIMAL;
import static chatcontacts.cli.submit.input.Inputs.faults;
import static chatcontacts.cli.submit.input.Inputs.input;
import static chatcontacts.cli.submit.input.Inputs.line;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.submit.input.FieldsBuilder.Repeats;
import chatcontacts.domain.request.PersistentChat;
import chatcontacts.domain.request.SegmentValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFaultsTest {

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingThatWasWritten() {
        String secret = "sesame";
        List<String> faults = faults("""
                {"InstanceId": 5, "contactFlowId": "", "Attributes": {"a b": "%1$s", "n": 5}, "ClientToken": "%2$s",
                 "InitialMessage": {"ContentType": "text/plain", "Content": "%3$s", "Colour": "%1$s"},
                 "ChatDurationInMinutes": "sixty", "SupportedMessagingContentTypes": "text/plain",
                 "PersistentChat": [], "SegmentAttributes": {"k": {"ValueInteger": 3000000000}, "l": {}, "m": "%1$s"},
                 "StartBy": "tomorrow", "Priority": 10, "Surname": "%1$s", "ConnectionTypes": "WEBSOCKET",
                 "ChatStreamingConfiguration": {"Topic": "%1$s"}, "ParticipantRole": "%1$s"}""".formatted(secret, secret.repeat(100), secret.repeat(3000)));

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "instanceId: must be a text",
                        "contactFlowId: 0 characters, allowed are 1 to 500",
                        "participantDetails.displayName: is required",
                        "attributes.*: must be a text",
                        "attributes: a key contains white space (U+0020), allowed are A-Z, a-z, 0-9, '-', '_'",
                        "initialMessage.Colour: unknown key",
                        "initialMessage.content: 18000 UTF-8 bytes, allowed are 1 to 16384",
                        "clientToken: 600 characters, allowed are 0 to 500",
                        "chatDurationInMinutes: must be a whole number from -2147483648 to 2147483647",
                        "supportedMessagingContentTypes: must be a list",
                        "persistentChat: must be an object of keys and values",
                        "segmentAttributes.*.valueInteger: must be a whole number from -2147483648 to 2147483647",
                        "segmentAttributes.*: must be an object of keys and values",
                        "segmentAttributes: a value has 0 kinds, exactly one of the five must be set",
                        "startBy: must be a time in ISO-8601 with an offset or Z, or milliseconds since the epoch",
                        "priority: 10 is outside 0 to 9",
                        "Surname: unknown key",
                        "connectionTypes: must be a list",
                        "chatStreamingConfiguration.streamingEndpointArn: is required",
                        "chatStreamingConfiguration.Topic: unknown key",
                        "ParticipantRole: unknown key")
                .noneMatch(it -> it.contains(secret));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'InstanceId': 'i', 'InstanceId': 'j'}|InstanceId: is given more than once",
                "{'InstanceId': 'i', 'instance_id': 'j'}|instance_id: is given more than once",
                "{'Attributes': {'a': '1', 'a': '2'}}|attributes: a key is given more than once",
                "{'CustomerId': '\\ud83d'}|customerId: holds half of a character (an unpaired surrogate)",
                "{'ChatDurationInMinutes': 60.5}|"
                        + "chatDurationInMinutes: must be a whole number from -2147483648 to 2147483647",
                "{'CustomerId': true}|customerId: must be a text",
                "[]|--cli-input-json: must be an object of keys and values",
                "{} {}|--cli-input-json: has more text after the JSON value (line 1, column 4)",
                "{'a': }|--cli-input-json: is not JSON (line 1, column 7)",
                "' '|--cli-input-json: is empty"
            })
    void whatIsNotARequestSaysWhy(String json, String fault) {
        assertThat(faults(json.replace('\'', '"'))).contains(fault);
    }

    @Test
    void sizeAndDepthAreBounded() {
        assertThat(faults("[".repeat(200)))
                .containsExactly(
                        "--cli-input-json: is nested more than 100 levels deep, or has a number of more than 100 digits");
        assertThat(faults("\"" + "x".repeat(InputLimits.BYTES) + "\""))
                .containsExactly("--cli-input-json: is longer than 2097152 bytes");
        assertThat(faults(input().cliInputYaml("[".repeat(200))))
                .containsExactly("--cli-input-yaml: is not YAML, or larger or deeper than allowed");
        assertThat(faults(
                        input("--segment-attributes", "a=" + "{b=".repeat(5000)).cliInputJson(MINIMAL)))
                .containsExactly("--segment-attributes: is nested more than 100 levels deep");
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 1000; i++) {
            many.append("\"k").append(i).append("\": 1, ");
        }
        assertThat(faults(many + MINIMAL.substring(1))).hasSize(100);
    }

    @Test
    void aSegmentValueOfSeveralKindsBreaksTheRulesOfTheService() {
        assertThat(faults(MINIMAL.replace(
                        "}}", "}, \"SegmentAttributes\": {\"k\": {\"ValueString\": \"a\", \"ValueInteger\": 1}}}")))
                .containsExactly("segmentAttributes: a value has 2 kinds, exactly one of the five must be set");
    }

    @Test
    void halfAPersistentChatIsRefusedByTheSameRules() {
        assertThat(faults(MINIMAL.replace("}}", "}, \"PersistentChat\": {\"SourceContactId\": \"c\"}}")))
                .containsExactly("persistentChat.rehydrationType: is required in persistentChat");
        assertThat(line(FULL).call().persistentChat())
                .contains(new PersistentChat(Optional.of("FROM_SEGMENT"), Optional.of("contact-0")));
    }

    @Test
    void nothingPrintsWhatWasWritten() throws InputSyntaxException {
        assertThat(JsonInput.read("{\"k\": [\"sesame\", 5]}".getBytes(StandardCharsets.UTF_8), Repeats.REPORTED)
                        .toString())
                .doesNotContain("sesame", "5");
        assertThat(new SegmentValue.Text("sesame").toString()).doesNotContain("sesame");
    }
}
