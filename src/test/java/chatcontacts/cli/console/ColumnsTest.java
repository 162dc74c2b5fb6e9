package chatcontacts.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

    @ParameterizedTest
    @CsvSource({"grüezi, 6", "東京, 4", "order 注文, 10", "한국, 4", "'', 0", "@|red x|@, 9"})
    void aWideCharacterTakesTwoColumns(String text, int width) {
        assertThat(Columns.width(text)).isEqualTo(width);
    }

    @Test
    void whatIsTooWideForItsColumnStaysWhole() {
        assertThat(Columns.pad("東京", 6) + "|").isEqualTo("東京  |");
        assertThat(Columns.pad("東京東京", 6) + "|").isEqualTo("東京東京|");
    }
}
