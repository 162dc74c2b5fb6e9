package chatcontacts.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class RequestIdTest {

    @Test
    void isTheSameForTheSameInstanceAndToken() {
        assertThat(RequestId.of("instance", "token")).isEqualTo(RequestId.of("instance", "token"));
    }

    @Test
    void tellsInstancesTokensAndTheirBorderApart() {
        RequestId id = RequestId.of("ab", "c");
        assertThat(id)
                .isNotEqualTo(RequestId.of("a", "bc"))
                .isNotEqualTo(RequestId.of("ab", "C"))
                .isNotEqualTo(RequestId.of("ab", "c "))
                .isNotEqualTo(RequestId.of("c", "ab"));
    }

    /** State on disk is found by it: the first half of SHA-256 of instance, a zero byte and token. */
    @Test
    void neverChangesItsValue() {
        RequestId id = RequestId.of("instance", "token");
        assertThat(HexFormat.of().toHexDigits(id.high()) + HexFormat.of().toHexDigits(id.low()))
                .isEqualTo("07fc08db882b5adffce19e24daec6006");
    }
}
