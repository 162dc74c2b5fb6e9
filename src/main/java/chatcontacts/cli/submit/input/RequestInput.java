package chatcontacts.cli.submit.input;

import chatcontacts.cli.submit.input.Node.Fields;
import chatcontacts.cli.submit.input.Node.Items;
import chatcontacts.cli.submit.input.Node.Nothing;
import chatcontacts.cli.submit.input.Node.Plain;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fault;
import chatcontacts.domain.request.RequestRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes requests of documents and of the values of flags. A flag stands over the whole parameter of the document, as in the
 * AWS CLI. Every request is checked by the same rules as at the service's intake.
 */
public final class RequestInput {

    /** The largest document, line or file, in bytes. */
    public static final int MOST_BYTES = InputLimits.BYTES;

    private final RequestRules rules;
    private final Map<Parameter, Node> flags = new HashMap<>();
    private final Map<Parameter, String> faultyFlags = new LinkedHashMap<>();

    /**
     * With the flags that were given, each with its values.
     *
     * @param rules those of the service
     */
    public RequestInput(RequestRules rules, Map<Parameter, List<String>> flags) {
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
        List<String> texts = new ArrayList<>();
        for (String value : values) {
            texts.add(Paramfile.resolve(value));
        }
        String first = texts.getFirst();
        return switch (parameter.kind()) {
            case WORD -> new Plain(first);
            case OBJECT ->
                first.stripLeading().startsWith("{") ? JsonInput.read(utf8(first)) : ShorthandInput.read(first.strip());
            case WORDS ->
                texts.size() == 1 && first.stripLeading().startsWith("[")
                        ? JsonInput.read(utf8(first))
                        : new Items(texts.stream().<Node>map(Plain::new).toList());
        };
    }

    /** What is wrong with the flags themselves. */
    public List<Fault> flagFaults() {
        return faultyFlags.entrySet().stream()
                .map(it -> new Fault(it.getKey().flag(), it.getValue()))
                .toList();
    }

    /** A request of the flags alone. */
    public ParsedRequest flagsOnly() {
        return read(() -> new Fields(Map.of(), Set.of()), "");
    }

    /** A request of the value of {@code --cli-input-json}: JSON, or {@code file://} and a path. */
    public ParsedRequest cliInputJson(String value) {
        return read(() -> JsonInput.read(utf8(Paramfile.resolve(value))), "--cli-input-json");
    }

    /** A request of the value of {@code --cli-input-yaml}: YAML, or {@code file://} and a path. */
    public ParsedRequest cliInputYaml(String value) {
        return read(() -> YamlInput.read(Paramfile.resolve(value)), "--cli-input-yaml");
    }

    /** A request of a line of JSON in UTF-8. */
    public ParsedRequest line(byte[] utf8) {
        return read(() -> JsonInput.read(utf8), "request");
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
        FieldsBuilder fields = new FieldsBuilder();
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
        rules.check(request).stream()
                .filter(it -> !faults.concern(it.field()))
                .toList()
                .forEach(it -> faults.add(it.field(), it.problem()));
        return faults.isEmpty() ? new ParsedRequest.Sound(request) : new ParsedRequest.Faulty(faults.all());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
