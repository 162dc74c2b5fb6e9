package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class ResultsTest {

    static {
        TrustedClasses.ensure();
    }

    private static final Instant AT = Instant.ofEpochMilli(1_900_000_000_123L);
    private static final String SECRET = "participant-secret";

    @Test
    void keepsEveryFieldOfAStartedChat() {
        Result full = started(Optional.of("c-0"), Optional.of(AT));
        assertThat(AvroResults.toDomain(AvroResults.toAvro(full))).contains(full);

        Result bare = started(Optional.empty(), Optional.empty());
        assertThat(AvroResults.toDomain(AvroResults.toAvro(bare))).contains(bare);
    }

    @Test
    void keepsWhatOpensAStartedChat() {
        Result plain = started(Optional.empty(), Optional.empty());
        var all = new ParticipantCredentials(
                Optional.empty(),
                Optional.of(new Connection("k", Optional.of(AT))),
                Optional.of(new Socket("wss://u", Optional.of(AT.plusMillis(1)))),
                Optional.of("jwe"),
                true);
        var some = new ParticipantCredentials(
                Optional.of(SECRET),
                Optional.of(new Connection("k", Optional.empty())),
                Optional.of(new Socket("wss://u", Optional.empty())),
                Optional.empty(),
                false);
        for (ParticipantCredentials credentials : List.of(all, some)) {
            Contact contact = new Contact(
                    "c-1",
                    "p-1",
                    credentials,
                    Optional.empty(),
                    AT,
                    AT,
                    Optional.of("s"),
                    Optional.of(AT.plusMillis(2)));
            Result result = new Result(
                    "i",
                    "t",
                    new Outcome.Started(contact),
                    1,
                    Optional.empty(),
                    AT,
                    AT,
                    true,
                    plain.source(),
                    Optional.of("eu-central-1"));
            assertThat(AvroResults.toDomain(AvroResults.toAvro(result))).contains(result);
        }
    }

    @Test
    void keepsEveryReasonOfAFailure() {
        for (Reason reason : Reason.values()) {
            for (Optional<String> code : List.of(Optional.<String>empty(), Optional.of("Code"))) {
                Result result = failed(reason, code);
                assertThat(AvroResults.toDomain(AvroResults.toAvro(result))).contains(result);
                assertThat(AvroResults.toAvro(result).getFailure().getReason()).hasToString(reason.name());
            }
        }
    }

    @Test
    void knowsThatItDoesNotKnowNewerStatusesAndReasons() {
        var status = AvroResults.toAvro(failed(Reason.INVALID, Optional.empty()));
        status.setStatus(chatcontacts.ResultStatus.UNKNOWN);
        var reason = AvroResults.toAvro(failed(Reason.INVALID, Optional.empty()));
        reason.getFailure().setReason(chatcontacts.FailureReason.UNKNOWN);
        var empty = AvroResults.toAvro(failed(Reason.INVALID, Optional.empty()));
        empty.setFailure(null);

        assertThat(List.of(status, reason, empty))
                .allSatisfy(avro -> assertThat(AvroResults.toDomain(avro)).isEmpty());
    }

    @Test
    void writesTheShippedSchemaUnderTheRegistrysId() throws Exception {
        try (StubRegistry registry = new StubRegistry();
                RegistryConnection connection = registry.connect(Map.of())) {
            Result result = started(Optional.empty(), Optional.empty());
            byte[] value = connection.resultSerializer().serialize("chat-results", result);

            assertThat(Arrays.copyOf(value, 5)).containsExactly(0, 0, 0, 0, StubRegistry.ID_OF_ANY_REGISTERED);
            var in = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
            var read = new SpecificDatumReader<>(chatcontacts.ChatResult.class).read(null, in);
            assertThat(AvroResults.toDomain(read)).contains(result);
            assertThat(registry.requests()).singleElement().asString().startsWith("POST /subjects/chat-results-value/");
            assertThat(registry.requests().getFirst()).doesNotContain("avro.java.string");
        }
    }

    @Test
    void neverAsksTheRegistryAgainOnceItIsWarm() {
        List<Map<String, String>> settings = List.of(
                Map.of(),
                Map.of("auto.register.schemas", "false"),
                // The user's time to live would expire at once.
                Map.of("auto.register.schemas", "false", "use.latest.version", "true", "latest.cache.ttl.sec", "0"));
        for (Map<String, String> more : settings) {
            StubRegistry registry = new StubRegistry();
            try (RegistryConnection connection = registry.connect(more)) {
                ResultSerializer serializer = connection.resultSerializer();
                serializer.warmUp("chat-results");
                int asked = registry.requests().size();
                assertThat(serializer.serialize("chat-results", failed(Reason.EXPIRED, Optional.empty())))
                        .isNotEmpty();
                assertThat(registry.requests()).hasSize(asked);

                registry.close();

                for (int i = 0; i < 100; i++) {
                    assertThat(serializer.serialize("chat-results", started(Optional.empty(), Optional.empty())))
                            .isNotEmpty();
                }
            } finally {
                registry.close();
            }
        }
    }

    @Test
    void tellsThatItCannotWarmUpWithoutQuotingAResult() {
        try (StubRegistry registry = new StubRegistry();
                RegistryConnection connection = registry.connect(Map.of())) {
            registry.failsWith(409, "{\"error_code\":409,\"message\":\"incompatible\"}");
            ResultSerializer serializer = connection.resultSerializer();

            assertThatThrownBy(() -> serializer.warmUp("chat-results"))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("409");
            assertThatThrownBy(() -> serializer.serialize("chat-results", started(Optional.empty(), Optional.empty())))
                    .isInstanceOf(SerializationException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void writesNoValueForNone() {
        try (StubRegistry registry = new StubRegistry();
                RegistryConnection connection = registry.connect(Map.of())) {
            assertThat(connection.resultSerializer().serialize("t", null)).isNull();
        }
    }

    private static Result started(Optional<String> continued, Optional<Instant> requestedAt) {
        return result(
                new Outcome.Started(new Contact(
                        "c-1",
                        "p-1",
                        ParticipantCredentials.of(SECRET),
                        continued,
                        AT,
                        AT.plusSeconds(300),
                        Optional.empty(),
                        Optional.empty())),
                requestedAt);
    }

    private static Result failed(Reason reason, Optional<String> code) {
        return result(new Outcome.Failed(reason, code, "why"), Optional.empty());
    }

    private static Result result(Outcome outcome, Optional<Instant> requestedAt) {
        return new Result(
                "i",
                "t",
                outcome,
                2,
                requestedAt,
                AT.plusMillis(1),
                AT.plusMillis(2),
                true,
                new Source("in", 3, 4L),
                Optional.empty());
    }
}
