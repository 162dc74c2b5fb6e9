package chatcontacts.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.Requests.CallBuilder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FingerprintsTest {

    /** Fingerprints are kept for up to a week: a change of these two makes every repeat look like reused tokens. */
    @Test
    void staysWhatItWasInFormerReleases() {
        assertThat(Fingerprints.of(Requests.minimal().call())).hasToString("15f615e69e4280a23e42da1b50e5e5bc");
        assertThat(Fingerprints.of(Requests.full().call())).hasToString("fbaeaa163600b24d852fac0b27cc1685");
    }

    @Test
    void doesNotDependOnTheOrderOfMaps() {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("a", "1");
        one.put("b", "2");
        Map<String, String> other = new LinkedHashMap<>();
        other.put("b", "2");
        other.put("a", "1");

        assertThat(with(call -> call.attributes = Optional.of(one)))
                .isEqualTo(with(call -> call.attributes = Optional.of(other)));
    }

    @Test
    void dependsOnTheOrderOfLists() {
        assertThat(with(call -> call.contentTypes = Optional.of(List.of("text/plain", "text/markdown"))))
                .isNotEqualTo(with(call -> call.contentTypes = Optional.of(List.of("text/markdown", "text/plain"))));
    }

    @Test
    void takesTheArnOfAnInstanceForItsId() {
        assertThat(with(call ->
                        call.instanceId = "arn:aws:connect:us-east-1:123456789012:instance/" + Requests.INSTANCE))
                .isEqualTo(with(call -> {}));
    }

    @Test
    void isOneForWhatIsEqualToConnect() {
        assertThat(with(call -> call.instanceId = Requests.INSTANCE.toUpperCase(Locale.ROOT)))
                .isEqualTo(with(call -> {}));
        List<Consumer<CallBuilder>> nothing = List.of(
                call -> call.attributes = Optional.of(Map.of()),
                call -> call.contentTypes = Optional.of(List.of()),
                call -> call.segmentAttributes = Optional.of(Map.of()),
                call -> call.disconnectOnCustomerExit = Optional.of(List.of()),
                call -> call.connectionTypes = Optional.of(List.of()),
                call -> call.participantConfiguration = Optional.of(new ParticipantConfiguration(Optional.empty())));
        assertThat(nothing).allSatisfy(change -> assertThat(with(change)).isEqualTo(with(call -> {})));
        assertThat(with(call -> call.connectionTypes = Optional.of(List.of("WEBSOCKET", "CONNECTION_CREDENTIALS"))))
                .isEqualTo(with(
                        call -> call.connectionTypes = Optional.of(List.of("CONNECTION_CREDENTIALS", "WEBSOCKET"))));
    }

    @Test
    void differsForEveryParameterThatDiffers() {
        List<Consumer<CallBuilder>> changes = List.of(
                call -> {},
                call -> call.instanceId = "other",
                call -> call.contactFlowId = "other",
                call -> call.displayName = "other",
                call -> call.attributes = Optional.empty(),
                call -> call.attributes = Optional.of(Map.of("tier", "silver")),
                call -> call.initialMessage = Optional.empty(),
                call -> call.initialMessage = Optional.of(new InitialMessage("text/plain", "other")),
                call -> call.initialMessage = Optional.of(new InitialMessage("text/markdown", "Hello, I need help")),
                call -> call.chatDurationInMinutes = Optional.empty(),
                call -> call.chatDurationInMinutes = Optional.of(121),
                call -> call.contentTypes = Optional.empty(),
                call -> call.persistentChat = Optional.empty(),
                call -> call.persistentChat = Optional.of(new PersistentChat(Optional.empty(), Optional.empty())),
                call -> call.persistentChat =
                        Optional.of(new PersistentChat(Optional.of("FROM_SEGMENT"), Optional.empty())),
                call -> call.persistentChat =
                        Optional.of(new PersistentChat(Optional.empty(), Optional.of("contact-0"))),
                call -> call.relatedContactId = Optional.of("contact-0"),
                call -> call.segmentAttributes = Optional.empty(),
                call -> call.segmentAttributes = Optional.of(Map.of("a", new SegmentValue.Text("1"))),
                call -> call.segmentAttributes = Optional.of(Map.of("a", new SegmentValue.Arn("1"))),
                call -> call.segmentAttributes = Optional.of(Map.of("a", new SegmentValue.Whole(1))),
                call -> call.segmentAttributes = Optional.of(Map.of("a", new SegmentValue.Group(Map.of()))),
                call -> call.segmentAttributes = Optional.of(Map.of("a", new SegmentValue.Sequence(List.of()))),
                call -> call.segmentAttributes = Optional.of(Map.of("a", new SegmentValue.Ambiguous(0))),
                call -> call.customerId = Optional.empty(),
                call -> call.participantConfiguration =
                        Optional.of(new ParticipantConfiguration(Optional.of("COMPLETE"))),
                call -> call.participantConfiguration = Optional.empty(),
                call -> call.disconnectOnCustomerExit = Optional.empty(),
                call -> call.connectionTypes = Optional.empty(),
                call -> call.connectionTypes = Optional.of(List.of("WEBSOCKET")),
                call -> call.streamingEndpointArn = Optional.empty(),
                call -> call.streamingEndpointArn = Optional.of("other"));

        Set<Fingerprint> fingerprints = new HashSet<>();
        changes.forEach(change -> {
            CallBuilder call = Requests.fullCall();
            change.accept(call);
            fingerprints.add(Fingerprints.of(call.build()));
        });

        assertThat(fingerprints).hasSameSizeAs(changes);
    }

    @Test
    void cannotBeDeceivedByMovingTextFromOneFieldToTheNext() {
        assertThat(with(call -> {
                    call.contactFlowId = "ab";
                    call.displayName = "c";
                }))
                .isNotEqualTo(with(call -> {
                    call.contactFlowId = "a";
                    call.displayName = "bc";
                }));
        assertThat(with(call -> call.attributes = Optional.of(Map.of("a", "bc"))))
                .isNotEqualTo(with(call -> call.attributes = Optional.of(Map.of("ab", "c"))));
        assertThat(with(call -> call.customerId = Optional.of("x")))
                .isNotEqualTo(with(call -> call.relatedContactId = Optional.of("x")));
    }

    private static Fingerprint with(Consumer<CallBuilder> change) {
        CallBuilder call = Requests.call();
        change.accept(call);
        return Fingerprints.of(call.build());
    }
}
