package chatcontacts.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import chatcontacts.app.metrics.ShippedQueries;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The shipped set-up of the log; {@code ShutdownIT} runs the service with {@code log.format = json}. */
class LoggingSetupTest {

    private final LoggerContext context = new LoggerContext();

    private String written() throws JoranException {
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LoggingSetupTest.class.getResource("/logback.xml")));
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger("chatcontacts.dispatch.HoldLogger"),
                Level.INFO,
                "One line\nand another",
                null,
                null);
        event.setKeyValuePairs(List.of(
                new KeyValuePair("lane", "blue"),
                new KeyValuePair("lanes", List.of("blue")),
                new KeyValuePair("n", 3)));
        ConsoleAppender<ILoggingEvent> console =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("console");
        assertThat(console.getTarget()).isEqualTo("System.err");
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void isTextForPeopleUnlessAskedOtherwise() throws JoranException {
        assertThat(written())
                .contains(" INFO ", "One line\nand another lane=\"blue\" lanes=\"[blue]\" n=\"3\"\n")
                .doesNotStartWith("{");
    }

    @Test
    void isAnObjectALineWithTheKeyValuePairsAsFieldsIfAsked() throws JoranException {
        context.putProperty("chat.log.format", "json");

        String line = written();

        assertThat(line.strip()).doesNotContain("\n");
        assertThat((Map<?, ?>) ShippedQueries.parse(line))
                .extracting("level", "message", "lane", "lanes", "n")
                .containsExactly("INFO", "One line\nand another", "blue", List.of("blue"), 3);
        assertThat(line).contains("\"@timestamp\":", "\"logger_name\":\"chatcontacts.dispatch.HoldLogger\"", "Z\"");
    }
}
