package chatcontacts.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.service.Screen.Line;
import chatcontacts.testkit.service.Screen.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private static final Pattern CODE = Pattern.compile("\u001b\\[([0-9]*)([A-Za-z])|(\n)|(\r)|([^\u001b\n\r]+)");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void theViewIsDrawnInPlaceAndWhatIsToldStaysAboveIt() {
        Screen screen = new Screen(out, true, true);
        screen.tell("begun");
        screen.show(lines("one", "two and more", "three"));
        screen.show(lines("1", "2"));
        screen.tell("told\nin two lines");
        screen.stream().println("logged");
        screen.show(lines("uno", "due"));

        assertThat(asSeen()).containsExactly("begun", "told", "in two lines", "logged", "uno", "due");
    }

    @Test
    void aLineThatIsTooLongIsCut() {
        Screen screen = new Screen(out, true, false);
        screen.show(lines("x".repeat(200), "y"));

        assertThat(asSeen()).containsExactly("x".repeat(79), "y");
    }

    @Test
    void withoutColoursThereAreNone() {
        new Screen(out, true, false).show(List.of(new Line(Style.HELD, "held")));
        assertThat(text()).doesNotContain("m");

        new Screen(out, true, true).show(List.of(new Line(Style.HELD, "held")));
        assertThat(text()).contains("\u001b[33mheld\u001b[0m");
    }

    @Test
    void elsewhereThereAreOnlyLines() {
        Screen.ofLines(out).tell("begun");

        assertThat(text()).isEqualTo("begun" + System.lineSeparator());
        assertThat(Screen.ofOutput(Map.of()).isLive()).isFalse();
        assertThat(Screen.ofOutput(Map.of("TERM", "dumb")).isLive()).isFalse();
    }

    private static List<Line> lines(String... texts) {
        return List.of(texts).stream().map(text -> new Line(Style.TITLE, text)).toList();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** What a terminal would show. */
    private List<String> asSeen() {
        List<String> lines = new ArrayList<>(List.of(""));
        int row = 0;
        int column = 0;
        Matcher codes = CODE.matcher(text());
        while (codes.find()) {
            if (codes.group(3) != null) {
                row++;
                column = 0;
                if (row == lines.size()) {
                    lines.add("");
                }
            } else if (codes.group(4) != null) {
                column = 0;
            } else if (codes.group(5) != null) {
                String line = lines.get(row);
                String rest = line.substring(
                        Math.min(line.length(), column + codes.group(5).length()));
                lines.set(row, line.substring(0, column) + codes.group(5) + rest);
                column += codes.group(5).length();
            } else {
                switch (codes.group(2)) {
                    case "A" -> row -= Integer.parseInt(codes.group(1));
                    case "K" -> lines.set(row, lines.get(row).substring(0, column));
                    case "J" -> {
                        lines.subList(row + 1, lines.size()).clear();
                        lines.set(row, lines.get(row).substring(0, column));
                    }
                    default -> {}
                }
            }
        }
        lines.remove(lines.size() - 1);
        return lines;
    }
}
