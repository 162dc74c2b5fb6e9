package chatcontacts.cli.submit.input;

import chatcontacts.cli.submit.input.Node.Items;
import chatcontacts.cli.submit.input.Node.Plain;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the AWS CLI's shorthand: {@code Key=value,Other='a value, with a comma'}, lists as {@code Key=a,b} or
 * {@code Key=[a,b]}, objects as {@code Key={Inner=value}}, and {@code Key@=file://path}. In a value without quotes a comma is
 * written as {@code \,}.
 */
final class ShorthandInput {

    private static final String KEY_CHARACTERS = "-_.#/:";

    private final String text;
    private int at;

    private ShorthandInput(String text) {
        this.text = text;
    }

    static Node.Fields read(String text) throws InputSyntaxException {
        return new ShorthandInput(text).fields();
    }

    private Node.Fields fields() throws InputSyntaxException {
        FieldsBuilder fields = new FieldsBuilder();
        do {
            skipSpace();
            keyAndValue(fields, true);
            skipSpace();
        } while (take(','));
        if (at < text.length()) {
            throw unexpected("a comma");
        }
        return fields.build();
    }

    /** @param outermost whether {@code Key=a,b} is a list: in braces it is not */
    private void keyAndValue(FieldsBuilder fields, boolean outermost) throws InputSyntaxException {
        String key = key();
        skipSpace();
        boolean fromFile = take('@');
        expect('=');
        skipSpace();
        Node value = outermost && !is('[') && !is('{') ? oneOrMore() : value(0);
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

    /** One word, or the words of a list up to where the next key begins. */
    private Node oneOrMore() throws InputSyntaxException {
        List<Node> items = new ArrayList<>();
        items.add(word(true));
        skipSpace();
        while (is(',') && !keyFollows(at + 1)) {
            at++;
            skipSpace();
            if (at == text.length() || is(',')) {
                throw unexpected("a value");
            }
            items.add(word(true));
            skipSpace();
        }
        return items.size() == 1 ? items.getFirst() : new Items(items);
    }

    /** Whether a key and its equals sign begin there. */
    private boolean keyFollows(int from) {
        int i = from;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        int start = i;
        while (i < text.length() && isKeyCharacter(text.charAt(i))) {
            i++;
        }
        int end = i;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        boolean sign = text.startsWith("=", i) || text.startsWith("@=", i);
        return end > start && sign;
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
            FieldsBuilder fields = new FieldsBuilder();
            skipSpace();
            while (!take('}')) {
                String key = key();
                skipSpace();
                boolean fromFile = take('@');
                expect('=');
                skipSpace();
                Node value = value(depth + 1);
                fields.put(key, fromFile ? content(value) : value);
                separator('}');
            }
            return fields.build();
        }
        return word(false);
    }

    private void separator(char end) throws InputSyntaxException {
        skipSpace();
        if (!is(end)) {
            expect(',');
            skipSpace();
        }
    }

    /** @param outermost whether brackets and braces are ordinary characters within the word */
    private Node word(boolean outermost) throws InputSyntaxException {
        if (is('"') || is('\'')) {
            return new Plain(quoted());
        }
        StringBuilder word = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && text.startsWith(",", at + 1)) {
                word.append(',');
                at += 2;
            } else if (c == ',' || (!outermost && (c == ']' || c == '}'))) {
                break;
            } else {
                word.append(c);
                at++;
            }
        }
        return new Plain(word.toString().stripTrailing());
    }

    private String quoted() throws InputSyntaxException {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            boolean escape =
                    text.charAt(at) == '\\' && (text.startsWith("\\", at + 1) || text.startsWith(quote + "", at + 1));
            at += escape ? 1 : 0;
            value.append(text.charAt(at++));
        }
        expect(quote);
        return value.toString();
    }

    private static Node content(Node value) throws InputSyntaxException {
        if (value instanceof Plain plain && Paramfile.isOne(plain.value())) {
            return new Plain(Paramfile.read(plain.value()));
        }
        throw new InputSyntaxException("@= wants a value that begins with file://");
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean take(char c) {
        boolean there = is(c);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws InputSyntaxException {
        if (!take(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private InputSyntaxException unexpected(String wanted) {
        return new InputSyntaxException(
                "is neither JSON nor Key=value pairs: " + wanted + " is missing at character " + (at + 1));
    }
}
