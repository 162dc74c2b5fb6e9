package chatcontacts.cli.submit.input;

import static chatcontacts.cli.submit.input.Inputs.faults;
import static chatcontacts.cli.submit.input.Inputs.input;
import static chatcontacts.cli.submit.input.Inputs.sound;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.Requests;
import chatcontacts.domain.request.StartChat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlInputTest {

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
                DisconnectOnCustomerExit: [AGENT]
                ConnectionTypes:
                - WEBSOCKET
                - CONNECTION_CREDENTIALS
                ChatStreamingConfiguration:
                  StreamingEndpointArn: arn:aws:sns:eu-west-2:123456789012:chats
                StartBy: 2030-03-17T17:46:40.123Z
                NotBefore: 2023-11-14T22:13:20.789Z
                Priority: 3
                FairnessKey: tenant-1
                RequestedAt: 1800000000456
                """))).isEqualTo(Requests.full());
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
}
