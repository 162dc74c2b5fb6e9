package chatcontacts.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRangeTest {

    @ParameterizedTest
    @CsvSource({
        "3,       3, 0,  9223372036854775807",
        "3:17,    3, 17, 17",
        "3:17-20, 3, 17, 20",
        "3:17-,   3, 17, 9223372036854775807",
        "3:-20,   3, 0,  20",
        "0:5-5,   0, 5,  5"
    })
    void readsEachForm(String text, int partition, long first, long last) {
        assertThat(OffsetRange.parse(text)).isEqualTo(new OffsetRange(partition, first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "3:", "-1", "3:x", "3:5-4", "3:1-2-3", "1234567890", "3;4"})
    void refusesEverythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> OffsetRange.parse(text));
    }
}
