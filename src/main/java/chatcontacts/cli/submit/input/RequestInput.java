package chatcontacts.cli.submit.input;

import chatcontacts.cli.submit.input.FieldsBuilder.Repeats;
import chatcontacts.cli.submit.input.Node.Fields;
import chatcontacts.cli.submit.input.Node.Items;
import chatcontacts.cli.submit.input.Node.Nothing;
import chatcontacts.cli.submit.input.Node.Plain;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fault;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes requests from documents and from the values of flags. A flag replaces the whole parameter of the document, as in the
 * AWS CLI. Every request is checked by the rules that it is given.
 */
public final class RequestInput {

    private final Function<DecodedRequest, List<Fault>> rules;
    private final Map<Parameter, Node> flags = new HashMap<>();
    private final Map<Parameter, String> faultyFlags = new LinkedHashMap<>();

    /**
     * With the flags that were given, each with its values.
     *
     * @param rules says what is wrong with a request that could be read
     */
    public RequestInput(Function<DecodedRequest, List<Fault>> rules, Map<Parameter, List<String>> flags) {
        this.rules = rules;
        flags.forEach((parameter, values) -> {
            try {
                this.flags.put(parameter, value(parameter, values));
            } catch (InputSyntaxException e) {
                faultyFlags.put(parameter, e.problem());
                this.flags.put(parameter, new Nothing());
            }
        });
    }

    private static Node value(Parameter parameter, List<String> values) throws InputSyntaxException {
        return switch (parameter.kind()) {
            case WORD -> new Plain(Paramfile.resolve(values.getFirst()));
            case OBJECT -> object(Paramfile.resolveDocument(values.getFirst()));
            case WORDS ->
                values.size() == 1
                        ? words(Paramfile.resolveDocument(values.getFirst()))
                        : new Items(values.stream().<Node>map(Plain::new).toList());
        };
    }

    private static Node object(String text) throws InputSyntaxException {
        return begins(text, '{') ? JsonInput.read(utf8(text), Repeats.LAST_WINS) : ShorthandInput.read(text);
    }

    private static Node words(String text) throws InputSyntaxException {
        return begins(text, '[') ? JsonInput.read(utf8(text), Repeats.LAST_WINS) : new Items(List.of(new Plain(text)));
    }

    private static boolean begins(String text, char c) {
        return Blanks.strip(text).startsWith(String.valueOf(c));
    }

    /** What is wrong with the flags themselves. */
    public List<Fault> flagFaults() {
        return faultyFlags.entrySet().stream()
                .map(it -> new Fault(it.getKey().flag(), it.getValue()))
                .toList();
    }

    /** A request of the flags alone. */
    public ParsedRequest flagsOnly() {
        return read(() -> new Fields(Map.of(), Set.of(), false), "");
    }

    /** A request of the value of {@code --cli-input-json}: JSON, or {@code file://} and a path. */
    public ParsedRequest cliInputJson(String value) {
        return read(() -> JsonInput.read(utf8(Paramfile.resolveDocument(value)), Repeats.REPORTED), "--cli-input-json");
    }

    /** A request of the value of {@code --cli-input-yaml}: YAML, or {@code file://} and a path. */
    public ParsedRequest cliInputYaml(String value) {
        return read(() -> YamlInput.read(Paramfile.resolveDocument(value)), "--cli-input-yaml");
    }

    /** A request of a line of JSON in UTF-8. */
    public ParsedRequest line(byte[] utf8) {
        return read(() -> JsonInput.read(utf8, Repeats.REPORTED), "request");
    }

    private interface Document {
        Node read() throws InputSyntaxException;
    }

    private ParsedRequest read(Document document, String name) {
        FaultList faults = new FaultList();
        faultyFlags.forEach((parameter, problem) -> {
            faults.add(parameter.flag(), problem);
            faults.excuse(parameter.field());
        });
        try {
            if (document.read() instanceof Fields fields) {
                return checked(withFlags(fields), faults);
            }
            faults.add(name, "must be an object of keys and values");
        } catch (InputSyntaxException e) {
            faults.add(name, e.problem());
        }
        return new ParsedRequest.Faulty(faults.all());
    }

    private Fields withFlags(Fields document) {
        if (flags.isEmpty()) {
            return document;
        }
        Set<String> overridden =
                flags.keySet().stream().map(it -> ObjectReader.plain(it.name())).collect(Collectors.toSet());
        FieldsBuilder fields = new FieldsBuilder(Repeats.REPORTED);
        document.values().forEach((key, value) -> {
            if (!overridden.contains(ObjectReader.plain(key))) {
                fields.put(key, value);
                if (document.repeated().contains(key)) {
                    fields.put(key, value);
                }
            }
        });
        flags.forEach((parameter, value) -> fields.put(parameter.name(), value));
        return fields.build();
    }

    private ParsedRequest checked(Fields document, FaultList faults) {
        DecodedRequest request = RequestReader.read(document, faults);
        rules.apply(request).stream()
                .filter(it -> !faults.concern(it.field()))
                .toList()
                .forEach(it -> faults.add(it.field(), it.problem()));
        return faults.isEmpty() ? new ParsedRequest.Sound(request) : new ParsedRequest.Faulty(faults.all());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
