package chatcontacts.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OutputTest {

    private static final String HOSTILE = "a\u001b]0;title\u0007\u009b31mb\u007f\u202Ec\u2066d\re";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Output output = new Output(new CommandLine(CommandLine.Model.CommandSpec.create())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err)));

    @Test
    void nothingThatATerminalObeysIsPrinted() {
        output.line(HOSTILE);
        output.error(HOSTILE);
        output.columns(List.of(List.of(HOSTILE, HOSTILE)));
        output.json(Map.of(HOSTILE, HOSTILE));

        assertThat(out.toString() + err)
                .doesNotContainPattern("[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u202A-\\u202E\\u2066-\\u2069]");
        assertThat(out.toString()).contains("a\uFFFD]0;title\uFFFD\uFFFD31mb\uFFFD\uFFFDc\uFFFDd\uFFFDe");
    }

    @Test
    void jsonKeepsWhatItEscapes() {
        output.json(Map.of("a", HOSTILE));

        assertThat(out.toString()).contains("\\u001b").contains("\\u009b").contains("\\u202e");
    }

    @Test
    void otherTextAndLineBreaksAreLeft() {
        output.line("J\u00F6rg\t\uD83D\uDE00\nnext");

        assertThat(out.toString()).startsWith("J\u00F6rg\t\uD83D\uDE00\nnext");
    }
}
