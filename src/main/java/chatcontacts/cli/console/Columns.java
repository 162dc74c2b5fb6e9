package chatcontacts.cli.console;

import picocli.CommandLine.Help.Ansi;

/** Widths as terminals show them: a wide character takes two columns. */
public final class Columns {

    private Columns() {}

    /** The text with blanks after it, so that it fills that many columns. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    static int width(String text) {
        // Styles are written with this mark; here it is only text.
        return Ansi.OFF.text(text.replace("@|", "--")).getCJKAdjustedLength();
    }
}
