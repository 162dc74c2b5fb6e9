package chatcontacts.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.ChatRequest;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.MessageLimits;
import chatcontacts.domain.request.RequestRules;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.load.RequestDraft.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

final class RequestMixTest {

    @Test
    void holdsEveryKindInAboutItsShare() {
        RequestMix mix = new RequestMix(3, List.of(new LocalInstance("one", "one-1", 10, true)));
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);

        for (int i = 0; i < 10_000; i++) {
            kinds.merge(mix.next(Instant.EPOCH).kind(), 1, Integer::sum);
        }

        assertThat(kinds).containsOnlyKeys(Kind.values());
        assertThat(kinds.get(Kind.REPEATED)).isBetween(400, 600);
        assertThat(kinds.get(Kind.INVALID)).isBetween(200, 400);
        assertThat(kinds.get(Kind.GARBAGE) + kinds.get(Kind.EMPTY)).isBetween(50, 150);
    }

    /** What a load test expects of a record is what intake does with it. */
    @Test
    void theInvalidOnesAloneBreakARule() throws IOException {
        RequestMix mix = new RequestMix(5, List.of(new LocalInstance("one", "one-1", 10, true)));
        RequestRules rules = new RequestRules(MessageLimits.DOCUMENTED);

        for (int i = 0; i < 5_000; i++) {
            RequestDraft draft = mix.next(Instant.parse("2026-01-01T00:00:00Z"));
            ChatRequest request = draft.request();
            if (request != null) {
                assertThat(rules.check(read(request)).isEmpty())
                        .as("%s, seen as sound", draft.kind())
                        .isEqualTo(draft.kind() != Kind.INVALID);
            }
        }
    }

    private static DecodedRequest read(ChatRequest request) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new SpecificDatumWriter<>(ChatRequest.class).write(request, out);
        return new BundledSchemaRequestReader().read(BundledSchemaRequestReader.SCHEMA, bytes.toByteArray(), 0);
    }
}
