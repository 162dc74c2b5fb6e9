package chatcontacts.config;

import chatcontacts.domain.format.FormatVersions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * What a setting's value must be, in words and as a test. The words complete the sentence "it must be ...".
 *
 * @param text the rule in words
 * @param holds whether a parsed value keeps it
 */
record SettingRule(String text, Predicate<Object> holds) implements ConfigDef.Validator {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):[0-9]{1,5}");

    static SettingRule whole(long least, long most) {
        return new SettingRule(
                "a whole number from " + least + " to " + most,
                value -> value instanceof Number n && n.longValue() >= least && n.longValue() <= most);
    }

    /** A port in figures, where it may be left out. */
    static SettingRule port() {
        return new SettingRule(
                "a whole number from 0 to 65535",
                value -> value instanceof String s && s.matches("[0-9]{1,5}") && Integer.parseInt(s) <= 65_535);
    }

    /** A number above 0; NaN and infinity are none. */
    static SettingRule positive(double most) {
        return new SettingRule(
                "a number above 0, at most " + ConfigDef.convertToString(most, ConfigDef.Type.DOUBLE),
                value -> value instanceof Double d && d > 0 && d <= most);
    }

    /** A number from 0 on; NaN and infinity are none. */
    static SettingRule notNegative(double most) {
        return new SettingRule(
                "a number from 0 to " + ConfigDef.convertToString(most, ConfigDef.Type.DOUBLE),
                value -> value instanceof Double d && d >= 0 && d <= most);
    }

    /** A number by that rule, or the word for what AWS says. */
    static SettingRule orAuto(SettingRule rule, ConfigDef.Type type) {
        return new SettingRule(
                rule.text + ", or " + SettingsDef.AUTO,
                value -> value instanceof String s && (s.equals(SettingsDef.AUTO) || isNumber(s, rule, type)));
    }

    /** A number by that rule, where it may be left out. */
    static SettingRule orEmpty(SettingRule rule, ConfigDef.Type type) {
        return new SettingRule(
                rule.text + ", or empty",
                value -> value instanceof String s && (s.isEmpty() || isNumber(s, rule, type)));
    }

    private static boolean isNumber(String text, SettingRule rule, ConfigDef.Type type) {
        try {
            return rule.holds.test(ConfigDef.parseType("", text, type));
        } catch (ConfigException e) {
            return false;
        }
    }

    static SettingRule oneOf(String... words) {
        Set<String> known = Set.of(words);
        return new SettingRule("one of " + String.join(", ", words), known::contains);
    }

    /** A version of the service's own formats. */
    static SettingRule format() {
        return new SettingRule(
                SettingsDef.LATEST_FORMAT + " or a whole number from " + FormatVersions.OLDEST + " to "
                        + FormatVersions.NEWEST,
                value -> value instanceof String s && (s.equals(SettingsDef.LATEST_FORMAT) || isFormat(s)));
    }

    private static boolean isFormat(String text) {
        return IntStream.rangeClosed(FormatVersions.OLDEST, FormatVersions.NEWEST)
                .mapToObj(Integer::toString)
                .anyMatch(text::equals);
    }

    static SettingRule flag() {
        return new SettingRule("true or false", Boolean.class::isInstance);
    }

    /** A file that can be read at this time. */
    static SettingRule file() {
        return new SettingRule("a file that can be read", value -> value instanceof String s && isFile(s));
    }

    private static boolean isFile(String path) {
        try {
            return Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static SettingRule matching(String text, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new SettingRule(
                text, value -> value instanceof String s && compiled.matcher(s).matches());
    }

    static SettingRule orEmpty(SettingRule rule) {
        return new SettingRule(rule.text + ", or empty", value -> "".equals(value) || rule.holds.test(value));
    }

    static SettingRule topic() {
        return new SettingRule(
                "a topic name: 1 to 249 of letters, digits, dots, underscores and dashes",
                value -> value instanceof String s && TOPIC.matcher(s).matches() && !s.equals(".") && !s.equals(".."));
    }

    /** Names of lanes and instances, separated by commas; there may be none. */
    static SettingRule names() {
        return list("names of lower-case letters and digits, each once, separated by commas", NAME);
    }

    /** The same, at least one. */
    static SettingRule atLeastOneName() {
        SettingRule names = list("", NAME);
        return new SettingRule(
                "one or more names of lower-case letters and digits, each once, separated by commas",
                value -> names.holds.test(value) && !List.of().equals(value));
    }

    /** Names of config providers, separated by commas. */
    static SettingRule providers() {
        return list("names of letters, digits and dashes, each once, separated by commas", PROVIDER);
    }

    private static SettingRule list(String text, Pattern element) {
        return new SettingRule(
                text,
                value -> value instanceof List<?> list
                        && list.stream()
                                .allMatch(it -> element.matcher((String) it).matches())
                        && new HashSet<>(list).size() == list.size());
    }

    static SettingRule addresses() {
        return new SettingRule(
                "host:port, several separated by commas",
                value -> value instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream()
                                .allMatch(it -> ADDRESS.matcher((String) it).matches()));
    }

    /** Absolute URLs without credentials, separated by commas. */
    static SettingRule urls(String... schemes) {
        return new SettingRule(
                "a URL (" + String.join(", ", schemes) + ") without credentials in it, several separated by commas",
                value -> value instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream().allMatch(it -> isUrl((String) it, schemes)));
    }

    static SettingRule url(String... schemes) {
        return new SettingRule(
                "a URL (" + String.join(", ", schemes) + ") without credentials in it",
                value -> value instanceof String s && isUrl(s, schemes));
    }

    private static boolean isUrl(String text, String... schemes) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null
                    && List.of(schemes).contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getRawAuthority() != null
                    && !uri.getRawAuthority().contains("@");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public void ensureValid(String name, Object value) {
        if (!holds.test(value)) {
            throw new ConfigException(name + " must be " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
