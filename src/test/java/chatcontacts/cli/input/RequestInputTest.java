package chatcontacts.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.ChatRequest;
import chatcontacts.domain.request.Fault;
import chatcontacts.domain.request.MessageLimits;
import chatcontacts.domain.request.PersistentChat;
import chatcontacts.domain.request.RequestRules;
import chatcontacts.domain.request.Requests;
import chatcontacts.domain.request.SegmentValue;
import chatcontacts.domain.request.StartChat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInputTest {

    /** {@link Requests#full} as the AWS CLI would be given it, with our three parameters. */
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
                "StartBy": "2030-03-17T17:46:40.123Z",
                "Priority": 3,
                "RequestedAt": 1800000000456
            }""";

    private static final String MINIMAL = """
            {"InstanceId": "%s", "ContactFlowId": "flow-1", "ParticipantDetails": {"DisplayName": "Ada"}}""".formatted(Requests.INSTANCE);

    @TempDir
    private Path folder;

    private static RequestInput input(String... flagsAndValues) {
        Map<Parameter, List<String>> flags = new LinkedHashMap<>();
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            String flag = flagsAndValues[i];
            Parameter parameter = Parameter.ALL.stream()
                    .filter(it -> it.flag().equals(flag))
                    .findFirst()
                    .orElseThrow();
            flags.put(parameter, Arrays.asList(flagsAndValues[i + 1].split("\\|")));
        }
        return new RequestInput(new RequestRules(MessageLimits.DOCUMENTED), flags);
    }

    private static ChatRequest sound(Reading reading) {
        return switch (reading) {
            case Reading.Sound it -> it.request();
            case Reading.Faulty it -> throw new AssertionError(it.faults().toString());
        };
    }

    private static List<String> faults(Reading reading) {
        return switch (reading) {
            case Reading.Sound ignored -> List.of();
            case Reading.Faulty it -> it.faults().stream().map(Fault::toString).toList();
        };
    }

    private static List<String> faults(String json) {
        return faults(input().cliInputJson(json));
    }

    private static ChatRequest line(String json) {
        return sound(input().line(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsEveryParameterOfTheAwsClisJson() {
        assertThat(sound(input().cliInputJson(FULL))).isEqualTo(Requests.full());
        assertThat(line(FULL)).isEqualTo(Requests.full());
    }

    @Test
    void readsEveryParameterOfTheAwsClisYaml() {
        assertThat(sound(input().cliInputYaml("""
                InstanceId: 8b2cd6a4-1f0e-4f1b-9d37-5c8f3a6e2b10
                ContactFlowId: flow-1
                Attributes:
                  tier: gold
                  lang: 'grüezi'
                ParticipantDetails: {DisplayName: Ada}
                ParticipantConfiguration:
                  ResponseMode: INCREMENTAL
                InitialMessage:
                  ContentType: text/plain
                  Content: >-
                    Hello,
                    I need help
                ClientToken: "token/1"
                ChatDurationInMinutes: 120
                SupportedMessagingContentTypes:
                - text/plain
                - application/vnd.amazonaws.connect.message.interactive
                - application/vnd.amazonaws.connect.message.interactive.response
                PersistentChat:
                  RehydrationType: FROM_SEGMENT
                  SourceContactId: contact-0
                SegmentAttributes:
                  connect:Subtype: {ValueString: "connect:Guide"}
                  level: {ValueInteger: -7}
                  where: {ValueArn: "arn:aws:connect:eu-west-2:123456789012:instance/x"}
                  more: {ValueMap: {list: {ValueList: [{ValueString: a}, {ValueInteger: 2}]}}}
                CustomerId: customer-9
                StartBy: 2030-03-17T17:46:40.123Z
                Priority: 3
                RequestedAt: 1800000000456
                """))).isEqualTo(Requests.full());
    }

    @Test
    void readsEveryParameterOfTheAwsClisFlags() {
        ChatRequest request = sound(input(
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
                        "--start-by", "2030-03-17T18:46:40.123+01:00",
                        "--priority", "3",
                        "--requested-at", "1800000000456")
                .flagsOnly());

        assertThat(request).isEqualTo(Requests.full());
    }

    @Test
    void flagsTakeJsonWhereTheAwsCliDoes() {
        ChatRequest request = sound(input(
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
        ChatRequest request = sound(input("--attributes", "a=1", "--priority", "0", "--instance-id", "other")
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
        ChatRequest bare = line(MINIMAL);
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
    void yamlWordsStayTheTextsThatTheirWriterMeant() {
        StartChat call = sound(input().cliInputYaml("""
                        InstanceId: 0123
                        ContactFlowId: 1.10
                        ParticipantDetails: {DisplayName: No}
                        Attributes: {a: yes, b: 2026-01-31, c: 007, d: 'null', e: !!str 5}
                        CustomerId: ~
                        """)).call();

        assertThat(call.instanceId()).isEqualTo("0123");
        assertThat(call.contactFlowId()).isEqualTo("1.10");
        assertThat(call.displayName()).isEqualTo("No");
        assertThat(call.customerId()).isEmpty();
        assertThat(call.attributes())
                .contains(Map.of("a", "yes", "b", "2026-01-31", "c", "007", "d", "null", "e", "5"));
    }

    @Test
    void aValueMayStandInAFile() throws IOException {
        Path document = Files.writeString(folder.resolve("request.json"), "\uFEFF" + MINIMAL);
        Path name = Files.writeString(folder.resolve("details.json"), "{\"DisplayName\": \"Grace\"}");
        Path text = Files.writeString(folder.resolve("text"), "Hello, \"you\" = me");

        ChatRequest request = sound(input(
                        "--participant-details", "file://" + name,
                        "--customer-id", "file://" + text,
                        "--initial-message", "ContentType=text/plain,Content@=file://" + text)
                .cliInputJson("file://" + document));

        assertThat(request.call().displayName()).isEqualTo("Grace");
        assertThat(request.call().customerId()).contains("Hello, \"you\" = me");
        assertThat(request.call().initialMessage().orElseThrow().content()).isEqualTo("Hello, \"you\" = me");
    }

    @Test
    void aFileThatCannotBeReadIsAFaultBesideTheOthers() throws IOException {
        Files.write(folder.resolve("latin"), new byte[] {(byte) 0xE4});
        String missing = "file://" + folder.resolve("missing");

        assertThat(faults(input("--attributes", missing, "--participant-details", "file://" + folder.resolve("latin"))
                        .flagsOnly()))
                .containsExactlyInAnyOrder(
                        "--attributes: there is no file " + folder.resolve("missing"),
                        "--participant-details: the file " + folder.resolve("latin") + " is not in UTF-8",
                        "instanceId: is required",
                        "contactFlowId: is required");
        assertThat(faults(input().cliInputYaml(missing)))
                .containsExactly("--cli-input-yaml: there is no file " + folder.resolve("missing"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingThatWasWritten() {
        String secret = "sesame";
        List<String> faults = faults("""
                {"InstanceId": 5, "contactFlowId": "", "Attributes": {"a b": "%1$s", "n": 5}, "ClientToken": "%2$s",
                 "InitialMessage": {"ContentType": "text/plain", "Content": "%2$s%2$s%2$s", "Colour": "%1$s"},
                 "ChatDurationInMinutes": "sixty", "SupportedMessagingContentTypes": "text/plain",
                 "PersistentChat": [], "SegmentAttributes": {"k": {"ValueInteger": 3000000000}, "l": {}, "m": "%1$s"},
                 "StartBy": "tomorrow", "Priority": 10, "Surname": "%1$s", "ConnectionTypes": []}""".formatted(secret, secret.repeat(100)));

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "instanceId: must be a text",
                        "contactFlowId: 0 characters, allowed are 1 to 500",
                        "participantDetails.displayName: is required",
                        "attributes.*: must be a text",
                        "attributes: a key holds white space (U+0020), allowed are A-Z, a-z, 0-9, '-', '_'",
                        "initialMessage.Colour: is not a key that is known here",
                        "initialMessage.content: 1800 characters, allowed are 1 to 1024",
                        "clientToken: 600 characters, allowed are 0 to 500",
                        "chatDurationInMinutes: must be a whole number from -2147483648 to 2147483647",
                        "supportedMessagingContentTypes: must be a list",
                        "persistentChat: must be an object of keys and values",
                        "segmentAttributes.*.valueInteger: must be a whole number from -2147483648 to 2147483647",
                        "segmentAttributes.*: must be an object of keys and values",
                        "segmentAttributes: a value has 0 kinds, exactly one of the five must be set",
                        "startBy: must be a time in ISO-8601 with an offset or Z, or milliseconds since the epoch",
                        "priority: 10 is outside 0 to 9",
                        "Surname: is not a key that is known here",
                        "ConnectionTypes: is not known to the AWS SDK of this release and cannot be sent")
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
                "{} {}|--cli-input-json: there is more behind the JSON value (line 1, column 4)",
                "{'a': }|--cli-input-json: is not JSON (line 1, column 7)",
                "' '|--cli-input-json: is empty"
            })
    void whatIsNotARequestSaysWhy(String json, String fault) {
        assertThat(faults(json.replace('\'', '"'))).contains(fault);
    }

    @Test
    void sizeAndDepthAreBounded() {
        assertThat(faults("[".repeat(200)))
                .containsExactly("--cli-input-json: is nested more than 100 levels deep, or holds an endless number");
        assertThat(faults("\"" + "x".repeat(RequestInput.MOST_BYTES) + "\""))
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: !!python/object:os.system x",
                "a: !!javax.script.ScriptEngineManager []",
                "a: !mine {b: c}",
                "!!binary aGVsbG8=",
                "? [a]\n: b",
                "&a [*a]",
                "a: 1\n---\nb: 2",
                "a: [",
                "\t- a"
            })
    void hostileOrStrangeYamlIsAFaultAndMakesNothing(String yaml) {
        assertThat(faults(input().cliInputYaml(yaml))).isNotEmpty().allMatch(it -> it.startsWith("--cli-input-yaml: "));
    }

    @Test
    void yamlAliasesCannotGrowWithoutBound() {
        StringBuilder bomb = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("l%d: &l%d [%s]\n".formatted(i, i, ("*l" + (i - 1) + ", ").repeat(5) + "x"));
        }
        assertThat(faults(input().cliInputYaml(bomb.toString())))
                .singleElement()
                .asString()
                .startsWith("--cli-input-yaml: ");
    }

    @Test
    void aSegmentValueOfSeveralKindsBreaksTheRulesOfTheService() {
        assertThat(faults(MINIMAL.replace(
                        "}}", "}, \"SegmentAttributes\": {\"k\": {\"ValueString\": \"a\", \"ValueInteger\": 1}}}")))
                .containsExactly("segmentAttributes: a value has 2 kinds, exactly one of the five must be set");
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
        assertThat(Skeleton.json()).startsWith("{\n    \"InstanceId\": \"\",\n");
        assertThat(Skeleton.yaml()).startsWith("# Required.").contains("\nParticipantDetails:\n  DisplayName: ''\n");
    }

    @Test
    void halfAPersistentChatIsRefusedByTheSameRules() {
        assertThat(faults(MINIMAL.replace("}}", "}, \"PersistentChat\": {\"SourceContactId\": \"c\"}}")))
                .containsExactly("persistentChat.rehydrationType: is required in persistentChat");
        assertThat(line(FULL).call().persistentChat())
                .contains(new PersistentChat(Optional.of("FROM_SEGMENT"), Optional.of("contact-0")));
    }

    @Test
    void timesMayBeWrittenInSeveralWays() {
        for (String time : List.of("\"2026-01-31T09:00:00+01:00\"", "\"2026-01-31T08:00:00Z\"", "1769846400000")) {
            assertThat(line(MINIMAL.replace("}}", "}, \"StartBy\": " + time + "}"))
                            .startBy())
                    .contains(Instant.parse("2026-01-31T08:00:00Z"));
        }
        assertThat(faults(MINIMAL.replace("}}", "}, \"StartBy\": \"2026-01-31T08:00:00\"}")))
                .hasSize(1);
    }

    @Test
    void nothingPrintsWhatWasWritten() throws SyntaxFault {
        assertThat(JsonForm.read("{\"k\": [\"sesame\", 5]}".getBytes(StandardCharsets.UTF_8))
                        .toString())
                .doesNotContain("sesame", "5");
        assertThat(new SegmentValue.Text("sesame").toString()).doesNotContain("sesame");
    }
}
