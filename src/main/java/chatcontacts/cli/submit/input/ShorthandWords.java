package chatcontacts.cli.submit.input;

/** Which characters a word of the shorthand may have when it stands without quotes. */
enum ShorthandWords {

    /** As in the AWS CLI: no quotes, no closing brackets after the first character, nothing beyond U+FFFF. */
    STRICT,

    /** Also quotes after the first character, characters beyond U+FFFF, and closing brackets where no bracket is open. */
    LENIENT;

    /** Where a word stands, which says what ends it. */
    enum WordPlace {
        /** After {@code Key=}, in no brackets. */
        OUTERMOST,
        /** After a comma: an item of a list, or else the next key. */
        LIST,
        /** In brackets or braces. */
        BRACES
    }

    /** Where the word ends that begins there; the same place if none does. */
    int end(String text, int start, WordPlace place) {
        int at = start;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == '\\' && text.startsWith(",", at + 1)) {
                at += 2;
            } else if (at == start ? begins(c) : continues(c, place) && !isEscapedQuote(text, at)) {
                at += Character.charCount(c);
            } else {
                break;
            }
        }
        return at;
    }

    /** Who escapes a quote expects it to come without its backslash, which only a value in quotes can do. */
    private static boolean isEscapedQuote(String text, int at) {
        return text.charAt(at - 1) == '\\' && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    }

    private boolean begins(int c) {
        return switch (c) {
            case '"', '\'', ',', '=', '[', '{' -> false;
            default -> c > ' ' && isOrdinary(c);
        };
    }

    private boolean continues(int c, WordPlace place) {
        return switch (c) {
            case ',' -> false;
            case '"', '\'' -> this == LENIENT;
            case '=' -> place != WordPlace.LIST;
            case ']', '}' -> place == WordPlace.LIST || (place == WordPlace.OUTERMOST && this == LENIENT);
            default -> (c >= ' ' || Blanks.isBlank(c)) && isOrdinary(c);
        };
    }

    private boolean isOrdinary(int c) {
        return this == LENIENT || Character.isBmpCodePoint(c);
    }
}
