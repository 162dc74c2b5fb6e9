package chatcontacts.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void writesEveryKindOfValue() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a");
        value.put("number", 1.5);
        value.put("long", Long.MAX_VALUE);
        value.put("flag", true);
        value.put("nothing", null);
        value.put("maybe", Optional.of(2));
        value.put("absent", Optional.empty());
        value.put("list", Arrays.asList(1, null, List.of()));
        value.put("map", Map.of());

        assertThat(Json.of(value))
                .isEqualTo("{\"text\":\"a\",\"number\":1.5,\"long\":9223372036854775807,\"flag\":true,\"nothing\":null,"
                        + "\"maybe\":2,\"absent\":null,\"list\":[1,null,[]],\"map\":{}}");
    }

    @Test
    void escapesWhatJsonCannotHold() {
        assertThat(Json.of("\"\\\n\r\t\b\u0000ü😀\ud800x\udc00"))
                .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0008\\u0000ü😀\\ud800x\\udc00\"");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Json.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.of(Float.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.of(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
