package chatcontacts.cli.submit.input;

import chatcontacts.cli.submit.input.Node.Digits;
import chatcontacts.cli.submit.input.Node.Fields;
import chatcontacts.cli.submit.input.Node.Items;
import chatcontacts.cli.submit.input.Node.Nothing;
import chatcontacts.cli.submit.input.Node.Plain;
import chatcontacts.cli.submit.input.Node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the keys of one object as the fields that are asked for, in any spelling: {@code InstanceId}, {@code instanceId},
 * {@code instance_id}. A value of the wrong type is a fault and counts as absent. At the end, keys that were not asked for are
 * faults.
 */
final class ObjectReader {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    /** As flags may have it: with a sign, and an underscore between digits of any script. */
    private static final Pattern TYPED_WHOLE = Pattern.compile("[+-]?\\p{Nd}(_?\\p{Nd}){0,40}");

    private static final int MAX_TIME_LENGTH = 64;
    private static final int MAX_QUOTED_KEY_LENGTH = 60;

    private final String path;
    private final FaultList faults;
    private final Map<String, Node> fields = new HashMap<>();
    private final Map<String, String> spelled = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /**
     * A reader of that object.
     *
     * @param path of the object, with a dot at its end; empty for the request itself
     */
    ObjectReader(Fields object, String path, FaultList faults) {
        this.path = path;
        this.faults = faults;
        object.values().forEach((key, value) -> {
            String name = plain(key);
            if (fields.putIfAbsent(name, value) != null || object.repeated().contains(key)) {
                faults.add(path + shown(key), "is given more than once");
            }
            spelled.putIfAbsent(name, key);
        });
    }

    static String plain(String key) {
        return key.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static String shown(String key) {
        String printable = key.replaceAll("[\\p{Cntrl}\\p{Co}\\p{Cn}]", "?");
        return printable.length() <= MAX_QUOTED_KEY_LENGTH
                ? printable
                : printable.substring(0, MAX_QUOTED_KEY_LENGTH) + "...";
    }

    /** The field's value, unless it is absent or null. */
    private Optional<Node> ask(String field) {
        String name = plain(field);
        asked.add(name);
        return Optional.ofNullable(fields.get(name)).filter(it -> !(it instanceof Nothing));
    }

    /** How many of these are present, whatever they hold. */
    int count(String... names) {
        return (int) Arrays.stream(names).filter(name -> ask(name).isPresent()).count();
    }

    String required(String field) {
        Optional<String> value = text(field);
        if (value.isEmpty() && !faults.concern(path + field)) {
            faults.add(path + field, "is required");
        }
        return value.orElse("");
    }

    Optional<String> text(String field) {
        return ask(field).flatMap(it -> text(it, path + field));
    }

    private Optional<String> text(Node node, String where) {
        String text = switch (node) {
            case TextNode it -> it.value();
            case Plain it -> it.value();
            default -> null;
        };
        if (text == null) {
            faults.add(
                    where,
                    isWordList(node) ? "must be one text: write its commas as \\, or quote it" : "must be a text");
            return Optional.empty();
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            faults.add(where, "holds half of a character (an unpaired surrogate)");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static boolean isWordList(Node node) {
        return node instanceof Items items && items.values().stream().allMatch(Plain.class::isInstance);
    }

    Optional<Integer> whole(String field) {
        return ask(field).flatMap(it -> whole(it, path + field));
    }

    private Optional<Integer> whole(Node node, String where) {
        Optional<Long> value = digits(node).filter(it -> it == (long) it.intValue());
        if (value.isEmpty()) {
            faults.add(where, "must be a whole number from -2147483648 to 2147483647");
        }
        return value.map(Long::intValue);
    }

    Optional<Instant> time(String field) {
        Optional<Node> node = ask(field);
        Optional<Instant> time =
                node.flatMap(it -> digits(it).map(Instant::ofEpochMilli).or(() -> iso(it)));
        if (node.isPresent() && time.isEmpty()) {
            faults.add(path + field, "must be a time in ISO-8601 with an offset or Z, or milliseconds since the epoch");
        }
        return time;
    }

    private static Optional<Long> digits(Node node) {
        return switch (node) {
            case Digits it when WHOLE.matcher(it.value()).matches() -> Optional.of(Long.valueOf(it.value()));
            case Plain it -> typedDigits(Blanks.strip(it.value()));
            default -> Optional.empty();
        };
    }

    private static Optional<Long> typedDigits(String typed) {
        if (!TYPED_WHOLE.matcher(typed).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.valueOf(typed.replace("_", "")));
        } catch (NumberFormatException e) { // beyond what any field holds
            return Optional.empty();
        }
    }

    private static Optional<Instant> iso(Node node) {
        String text = switch (node) {
            case TextNode it -> it.value();
            case Plain it -> it.value();
            default -> "";
        };
        try {
            return text.length() > MAX_TIME_LENGTH
                    ? Optional.empty()
                    : Optional.of(Instant.parse(text.strip().replace(' ', 'T'))).filter(ObjectReader::hasMillis);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The schema keeps times in milliseconds; ISO-8601 has years that these cannot count. */
    private static boolean hasMillis(Instant time) {
        return Math.abs(time.getEpochSecond()) < Long.MAX_VALUE / 1000;
    }

    Optional<ObjectReader> object(String field) {
        return ask(field).flatMap(it -> object(it, path + field));
    }

    private Optional<ObjectReader> object(Node node, String where) {
        if (node instanceof Fields inner) {
            return Optional.of(new ObjectReader(inner, where + ".", faults));
        }
        faults.add(where, "must be an object of keys and values");
        return Optional.empty();
    }

    Optional<List<String>> texts(String field) {
        return list(field, node -> text(node, path + field + ".*"));
    }

    Optional<Map<String, String>> textMap(String field) {
        return map(field, node -> text(node, path + field + ".*"));
    }

    <T> Optional<Map<String, T>> objectMap(String field, Function<ObjectReader, T> reader) {
        return map(field, node -> object(node, path + field + ".*").map(reader));
    }

    <T> Optional<List<T>> objects(String field, Function<ObjectReader, T> reader) {
        return list(field, node -> object(node, path + field + ".*").map(reader));
    }

    private <T> Optional<List<T>> list(String field, Function<Node, Optional<T>> reader) {
        return ask(field).flatMap(node -> items(node, path + field)).map(items -> {
            List<T> values = new ArrayList<>();
            items.forEach(item -> reader.apply(item).ifPresent(values::add));
            return values;
        });
    }

    /** In the AWS CLI's shorthand a single word or object stands for a list of one. */
    private Optional<List<Node>> items(Node node, String where) {
        if (node instanceof Items items) {
            return Optional.of(items.values());
        }
        if (node instanceof Plain || (node instanceof Fields object && object.shorthand())) {
            return Optional.of(List.of(node));
        }
        faults.add(where, "must be a list");
        return Optional.empty();
    }

    private <T> Optional<Map<String, T>> map(String field, Function<Node, Optional<T>> reader) {
        Optional<Node> node = ask(field);
        if (node.isPresent() && !(node.get() instanceof Fields)) {
            faults.add(path + field, "must be an object of keys and values");
            return Optional.empty();
        }
        return node.map(Fields.class::cast).map(given -> {
            if (!given.repeated().isEmpty()) {
                faults.add(path + field, "a key is given more than once");
            }
            Map<String, T> values = new LinkedHashMap<>();
            given.values().forEach((key, value) -> reader.apply(value).ifPresent(it -> values.put(key, it)));
            return values;
        });
    }

    /** Reports the keys that were not asked for. To be called last. */
    void end() {
        spelled.forEach((name, key) -> {
            if (!asked.contains(name)) {
                faults.add(path + shown(key), "unknown key");
            }
        });
    }
}
