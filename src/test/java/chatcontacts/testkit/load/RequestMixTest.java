package chatcontacts.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.load.RequestDraft.Kind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
}
