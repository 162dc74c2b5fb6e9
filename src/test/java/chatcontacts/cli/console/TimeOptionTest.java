package chatcontacts.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeOptionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "90s, PT90S", "15m, PT15M", "2h, PT2H", "7d, P7D", "PT1H30M, PT1H30M", "P2D, P2D"})
    void readsLengths(String text, Duration length) {
        assertThat(new DurationOption().convert(text)).isEqualTo(length);
        assertThat(new TimeOption.Reader().convert(text).before(NOW)).isEqualTo(NOW.minus(length));
        assertThat(new TimeOption.Reader().convert(text).after(NOW)).isEqualTo(NOW.plus(length));
    }

    @Test
    void readsTimesWithAnOffset() {
        Instant eight = Instant.parse("2026-01-31T08:00:00Z");

        assertThat(new TimeOption.Reader().convert("2026-01-31T08:00:00Z").before(NOW))
                .isEqualTo(eight);
        assertThat(new TimeOption.Reader().convert("2026-01-31T09:00+01:00").after(NOW))
                .isEqualTo(eight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "5", "5w", "2026-01-31", "2026-01-31T08:00:00", "P", "-5m"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> new TimeOption.Reader().convert(text)).isInstanceOf(TypeConversionException.class);
        assertThatThrownBy(() -> new DurationOption().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void aLengthIsMoreThanNothing() {
        assertThatThrownBy(() -> new DurationOption().convert("0s")).isInstanceOf(TypeConversionException.class);
    }
}
