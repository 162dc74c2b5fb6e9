package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.ParticipantConfiguration;
import chatcontacts.domain.request.Requests;
import chatcontacts.domain.request.Requests.CallBuilder;
import chatcontacts.domain.request.SegmentValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AvroRequestsTest {

    private final BundledSchemaRequestReader reader = new BundledSchemaRequestReader();

    @Test
    void keepsEveryFieldThroughBytesAndBack() {
        assertThat(throughBytes(Requests.full())).isEqualTo(Requests.full());
    }

    @Test
    void keepsTheAbsenceOfEveryOptionalField() {
        assertThat(throughBytes(Requests.minimal())).isEqualTo(Requests.minimal());
    }

    @Test
    void keepsTheAbsenceOfEachOptionalFieldBesideTheOthers() {
        List<Consumer<CallBuilder>> absences = List.of(
                call -> call.attributes = Optional.empty(),
                call -> call.initialMessage = Optional.empty(),
                call -> call.chatDurationInMinutes = Optional.empty(),
                call -> call.contentTypes = Optional.empty(),
                call -> call.persistentChat = Optional.empty(),
                call -> call.segmentAttributes = Optional.empty(),
                call -> call.customerId = Optional.empty(),
                call -> call.participantConfiguration = Optional.empty(),
                call -> call.participantConfiguration = Optional.of(new ParticipantConfiguration(Optional.empty())),
                call -> call.relatedContactId = Optional.of("related"));
        for (Consumer<CallBuilder> absence : absences) {
            CallBuilder call = Requests.fullCall();
            absence.accept(call);
            DecodedRequest request = Requests.of(call.build());
            assertThat(throughBytes(request)).isEqualTo(request);
        }
    }

    @Test
    void keepsHowManyKindsAWrongSegmentValueHas() {
        for (int kinds : List.of(0, 2, 3, 4, 5)) {
            CallBuilder call = Requests.call();
            call.segmentAttributes = Optional.of(Map.of("a", new SegmentValue.Ambiguous(kinds)));
            DecodedRequest request = Requests.of(call.build());
            assertThat(throughBytes(request)).isEqualTo(request);
        }
    }

    @Test
    void takesAnEmptyTokenForNone() {
        var avro = AvroRequests.toAvro(Requests.full());
        avro.setClientToken("");

        assertThat(AvroRequests.toDomain(avro).clientToken()).isEmpty();
    }

    @Test
    void readsFromAnOffset() {
        assertThat(reader.read(BundledSchemaRequestReader.SCHEMA, EncodedValues.shipped(Requests.full()), 5))
                .isEqualTo(Requests.full());
    }

    @Test
    void refusesBytesThatAreNoRequestAndDoesNotQuoteThem() {
        byte[] body = EncodedValues.body(Requests.full());
        byte[] cut = java.util.Arrays.copyOf(body, body.length - 1);
        byte[] longer = java.util.Arrays.copyOf(body, body.length + 1);

        for (byte[] bytes : List.of(cut, longer, new byte[0])) {
            assertThatThrownBy(() -> reader.read(BundledSchemaRequestReader.SCHEMA, bytes, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("Ada");
        }
    }

    private DecodedRequest throughBytes(DecodedRequest request) {
        return reader.read(BundledSchemaRequestReader.SCHEMA, EncodedValues.body(request), 0);
    }
}
