package chatcontacts.cli;

import java.util.Optional;

/**
 * Arguments whose characters the JVM could not read. It reads them in the locale's charset, and puts U+FFFD in place of what that
 * charset does not have: under {@code LC_ALL=C} of every umlaut.
 */
final class LostCharacters {

    private static final int REPLACEMENT = 0xFFFD;

    private LostCharacters() {}

    /** What to say of the first such argument. */
    static Optional<String> problem(String[] args, String charset) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].indexOf(REPLACEMENT) >= 0) {
                return Optional.of("argument " + (i + 1) + " has characters that cannot be read in " + charset
                        + ", the charset of the locale; set LC_ALL=C.UTF-8, or give the value in a file");
            }
        }
        return Optional.empty();
    }
}
