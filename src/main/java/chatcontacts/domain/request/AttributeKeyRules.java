package chatcontacts.domain.request;

import java.util.Collection;
import java.util.List;

/** The rules of the keys of attribute maps. An error names the invalid character, not the key. */
final class AttributeKeyRules {

    private AttributeKeyRules() {}

    /**
     * Each key: 1 to {@code most} characters, of A-Z, a-z, 0-9, '-', '_' and those in {@code alsoAllowed}. At most one fault
     * for each rule, however many keys break it.
     */
    static void check(String field, Collection<String> keys, int most, String alsoAllowed, List<Fault> faults) {
        if (keys.contains("")) {
            faults.add(new Fault(field, "a key is empty"));
        }
        keys.stream()
                .mapToInt(key -> key.codePointCount(0, key.length()))
                .filter(length -> length > most)
                .max()
                .ifPresent(length ->
                        faults.add(new Fault(field, "a key has " + length + " characters, allowed are 1 to " + most)));
        keys.stream()
                .flatMapToInt(String::codePoints)
                .filter(character -> !allowed(character, alsoAllowed))
                .findFirst()
                .ifPresent(character -> faults.add(new Fault(
                        field,
                        "a key contains " + kind(character) + " (" + codePoint(character)
                                + "), allowed are A-Z, a-z, 0-9, '-', '_'"
                                + (alsoAllowed.isEmpty() ? "" : " and '" + alsoAllowed + "'"))));
    }

    private static boolean allowed(int character, String alsoAllowed) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '-'
                || character == '_'
                || alsoAllowed.indexOf(character) >= 0;
    }

    private static String codePoint(int character) {
        return "U+%04X".formatted(character);
    }

    private static String kind(int character) {
        if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
            return "white space";
        }
        if (Character.isISOControl(character)) {
            return "a control character";
        }
        if (character < 0x80) {
            return "punctuation";
        }
        return Character.isLetterOrDigit(character) ? "a letter or digit outside ASCII" : "a symbol outside ASCII";
    }
}
