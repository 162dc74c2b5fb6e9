package chatcontacts.testkit.service;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The screen of a run. On a terminal the last lines are a view that is redrawn in place, with log lines above it; elsewhere
 * there are only lines, one after the other. Thread-safe.
 */
public final class Screen {

    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";
    private static final String PLAIN = "\u001b[0m";

    /** A line may not run on into a next one, or the view could not be found again. */
    public static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean live;
    private final boolean colours;
    private List<Line> view = List.of();

    /** How a line looks. */
    public enum Style {
        PLAIN(""),
        TITLE("\u001b[1m"),
        QUIET("\u001b[2m"),
        HELD("\u001b[33m");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** One line of a view. */
    public record Line(Style style, String text) {}

    /**
     * Shows nothing yet.
     *
     * @param live whether the view can be drawn in place
     * @param colours whether it may have any
     */
    Screen(PrintStream out, boolean live, boolean colours) {
        this.out = out;
        this.live = live;
        this.colours = colours;
    }

    /** Standard output: live if it is a terminal, without colours if {@code NO_COLOR} asks for that. */
    public static Screen ofOutput(Map<String, String> environment) {
        boolean live = !environment.getOrDefault("TERM", "dumb").equals("dumb") && isTerminal(System.console());
        return new Screen(
                System.out, live, environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** Lines only. */
    public static Screen ofLines(PrintStream out) {
        return new Screen(out, false, false);
    }

    /** From JDK 22 on there may be a console where there is no terminal; it then says so. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    public boolean isLive() {
        return live;
    }

    /** Whether it can show blocks and the like. */
    public boolean isUnicode() {
        return out.charset().equals(StandardCharsets.UTF_8);
    }

    /** Lines that stay. */
    public synchronized void tell(String lines) {
        if (!live) {
            out.println(lines);
            return;
        }
        StringBuilder drawn = new StringBuilder(toTop());
        lines.lines().forEach(line -> drawn.append(line).append(REST_OF_LINE).append('\n'));
        draw(drawn);
    }

    /** The view from now on; not on a screen of lines. */
    public synchronized void show(List<Line> lines) {
        StringBuilder drawn = new StringBuilder(toTop());
        view = List.copyOf(lines);
        draw(drawn);
    }

    /** What is written there is told, line by line, so that log lines do not write into the view. */
    public PrintStream stream() {
        OutputStream lines = new OutputStream() {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public void write(int octet) {
                if (octet != '\n') {
                    line.write(octet);
                    return;
                }
                String text = line.toString(StandardCharsets.UTF_8);
                line.reset();
                tell(text.isEmpty() ? " " : text);
            }
        };
        return new PrintStream(lines, true, StandardCharsets.UTF_8);
    }

    private String toTop() {
        return view.isEmpty() ? "" : "\u001b[" + view.size() + "A\r";
    }

    private void draw(StringBuilder before) {
        for (Line line : view) {
            String text = line.text.length() > WIDTH ? line.text.substring(0, WIDTH) : line.text;
            boolean styled = colours && line.style != Style.PLAIN;
            before.append(styled ? line.style.code + text + PLAIN : text)
                    .append(REST_OF_LINE)
                    .append('\n');
        }
        out.print(before.append(REST_OF_SCREEN));
        out.flush();
    }
}
