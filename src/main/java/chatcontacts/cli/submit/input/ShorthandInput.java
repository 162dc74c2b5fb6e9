package chatcontacts.cli.submit.input;

import chatcontacts.cli.submit.input.FieldsBuilder.Repeats;
import chatcontacts.cli.submit.input.Node.Items;
import chatcontacts.cli.submit.input.Node.Plain;
import chatcontacts.cli.submit.input.ShorthandWords.WordPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the AWS CLI's shorthand: {@code Key=value,Other='a value, with a comma'}, lists as {@code Key=a,b} or {@code Key=[a,b]},
 * objects as {@code Key={Inner=value}}, and {@code Key@=file://path}. In a value without quotes a comma is written as
 * {@code \,}.
 *
 * <p>What the AWS CLI accepts has the same value here. What it refuses is read a second time with fewer rules, so that
 * {@code Name=O'Brien} and an emoji need no quotes.
 */
final class ShorthandInput {

    private static final String KEY_CHARACTERS = "-_.#/:";

    private final String text;
    private final ShorthandWords words;
    private int at;

    private ShorthandInput(String text, ShorthandWords words) {
        this.text = text;
        this.words = words;
    }

    static Node.Fields read(String text) throws InputSyntaxException {
        try {
            return new ShorthandInput(text, ShorthandWords.STRICT).fields();
        } catch (InputSyntaxException refusedByTheAwsCli) {
            return new ShorthandInput(text, ShorthandWords.LENIENT).paddedFields();
        }
    }

    private Node.Fields paddedFields() throws InputSyntaxException {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        ShorthandInput padded = new ShorthandInput(text.substring(0, end), words);
        padded.skipSpace();
        return padded.fields();
    }

    private Node.Fields fields() throws InputSyntaxException {
        FieldsBuilder fields = new FieldsBuilder(Repeats.REPORTED);
        member(fields, true);
        while (at < text.length()) {
            expectPadded(',');
            member(fields, true);
        }
        return fields.buildShorthand();
    }

    /** @param outermost whether {@code Key=a,b} is a list: in braces it is not */
    private void member(FieldsBuilder fields, boolean outermost) throws InputSyntaxException {
        String key = key();
        skipSpace();
        boolean fromFile = take('@');
        expectPadded('=');
        boolean open = outermost && !is('[') && !is('{');
        Node value = open ? oneOrMore() : value(0);
        fields.put(key, fromFile ? content(value) : value);
    }

    private String key() throws InputSyntaxException {
        int start = at;
        while (at < text.length() && isKeyCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw unexpected("a key");
        }
        return text.substring(start, at);
    }

    private static boolean isKeyCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || KEY_CHARACTERS.indexOf(c) >= 0;
    }

    /**
     * One word, or the words of a list. Whether a word belongs to the list or is the next key shows only behind it; then the
     * next key begins at the nearest comma before that place, which also lets {@code a=b,,c=d} pass.
     */
    private Node oneOrMore() throws InputSyntaxException {
        List<Node> items = new ArrayList<>();
        items.add(word(WordPlace.OUTERMOST));
        skipSpace();
        while (take(',')) {
            skipSpace();
            Optional<String> item = listItem();
            skipSpace();
            boolean ended = at == text.length();
            if (ended && item.isEmpty()) {
                throw unexpected("a value");
            }
            if (item.isEmpty() || !(ended || is(','))) {
                at = text.lastIndexOf(',', at);
                break;
            }
            items.add(new Plain(item.get()));
        }
        return items.size() == 1 ? items.getFirst() : new Items(items);
    }

    private Optional<String> listItem() {
        return is('"') || is('\'') ? quoted() : bare(WordPlace.LIST);
    }

    private Node value(int depth) throws InputSyntaxException {
        if (depth > InputLimits.DEPTH) {
            throw new InputSyntaxException("is nested more than " + InputLimits.DEPTH + " levels deep");
        }
        if (take('[')) {
            List<Node> items = new ArrayList<>();
            skipSpace();
            while (!take(']')) {
                items.add(value(depth + 1));
                separator(']');
            }
            return new Items(items);
        }
        if (take('{')) {
            FieldsBuilder fields = new FieldsBuilder(Repeats.LAST_WINS);
            skipSpace();
            while (!take('}')) {
                String key = key();
                skipSpace();
                boolean fromFile = take('@');
                expectPadded('=');
                Node value = value(depth + 1);
                fields.put(key, fromFile ? content(value) : value);
                separator('}');
            }
            return fields.buildShorthand();
        }
        return word(WordPlace.BRACES);
    }

    private void separator(char end) throws InputSyntaxException {
        skipSpace();
        if (!is(end)) {
            expectPadded(',');
        }
    }

    /** A word, in quotes or not; nothing at all is the empty word. */
    private Plain word(WordPlace place) throws InputSyntaxException {
        if (is('"') || is('\'')) {
            char quote = text.charAt(at);
            return new Plain(quoted().orElseThrow(() -> unexpected("the closing " + quote)));
        }
        return new Plain(bare(place).orElse(""));
    }

    private Optional<String> bare(WordPlace place) {
        int end = words.end(text, at, place);
        if (end == at) {
            return Optional.empty();
        }
        String word = text.substring(at, end).replace("\\,", ",");
        at = end;
        return Optional.of(Blanks.stripTrailing(word));
    }

    /**
     * Up to the first quote that has no backslash before it. If there is none, the last one ends the value all the same, so that
     * {@code "C:\temp\"} is what it looks like. Empty if no quote follows at all.
     */
    private Optional<String> quoted() {
        char quote = text.charAt(at);
        int end = -1;
        int next = text.indexOf(quote, at + 1);
        while (next >= 0) {
            end = next;
            next = text.charAt(end - 1) == '\\' ? text.indexOf(quote, end + 1) : -1;
        }
        if (end < 0) {
            return Optional.empty();
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return Optional.of(value.replace("\\" + quote, "" + quote).replace("\\\\", "\\"));
    }

    private static Node content(Node value) throws InputSyntaxException {
        return value instanceof Plain plain ? new Plain(Paramfile.resolve(plain.value())) : value;
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean take(char c) {
        boolean there = is(c);
        at += there ? 1 : 0;
        return there;
    }

    private void expectPadded(char c) throws InputSyntaxException {
        skipSpace();
        if (!take(c)) {
            throw unexpected("'" + c + "'");
        }
        skipSpace();
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    /** Between words only the blanks of ASCII count. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private InputSyntaxException unexpected(String missing) {
        return new InputSyntaxException(
                "is neither JSON nor Key=value pairs: " + missing + " is missing at character " + (at + 1));
    }
}
