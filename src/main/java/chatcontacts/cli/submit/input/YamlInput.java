package chatcontacts.cli.submit.input;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML: one document. Reads its tree only and makes no objects from it. A word without quotes stays as it was written, so
 * that {@code Name: No} and {@code Zip: 01234} are the texts that their writer meant.
 */
final class YamlInput {

    private static final int ALIASES = 50;

    private static final Set<Tag> SCALARS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP);

    private int values;

    private YamlInput() {}

    static Node read(String text) throws InputSyntaxException {
        LoaderOptions bounds = new LoaderOptions();
        bounds.setCodePointLimit(InputLimits.BYTES);
        bounds.setNestingDepthLimit(InputLimits.DEPTH);
        bounds.setMaxAliasesForCollections(ALIASES);
        try {
            var root = new Yaml(new SafeConstructor(bounds)).compose(new StringReader(text));
            if (root == null) {
                throw new InputSyntaxException("is empty");
            }
            return new YamlInput().node(root, 0);
        } catch (MarkedYAMLException e) {
            var at = e.getProblemMark();
            throw new InputSyntaxException("is not YAML"
                    + (at == null ? "" : " (line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1) + ")"));
        } catch (YAMLException e) {
            throw new InputSyntaxException("is not YAML, or larger or deeper than allowed");
        }
    }

    private Node node(org.yaml.snakeyaml.nodes.Node node, int depth) throws InputSyntaxException {
        if (++values > InputLimits.VALUES || depth > InputLimits.DEPTH) {
            throw new InputSyntaxException("has aliases that expand to too many values");
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> {
                tag(sequence, Tag.SEQ);
                List<Node> items = new ArrayList<>();
                for (var item : sequence.getValue()) {
                    items.add(node(item, depth + 1));
                }
                yield new Node.Items(items);
            }
            case MappingNode mapping -> {
                tag(mapping, Tag.MAP);
                FieldsBuilder fields = new FieldsBuilder(FieldsBuilder.Repeats.REPORTED);
                for (var entry : mapping.getValue()) {
                    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                        throw new InputSyntaxException("has a key that is not a word" + place(entry.getKeyNode()));
                    }
                    fields.put(key.getValue(), node(entry.getValueNode(), depth + 1));
                }
                yield fields.build();
            }
            default -> throw new InputSyntaxException("has a YAML element that is not supported" + place(node));
        };
    }

    private static Node scalar(ScalarNode scalar) throws InputSyntaxException {
        Tag tag = scalar.getTag();
        if (!SCALARS.contains(tag)) {
            throw new InputSyntaxException("has a YAML tag that is not supported" + place(scalar));
        }
        if (tag.equals(Tag.NULL)) {
            return new Node.Nothing();
        }
        boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
        return quoted && tag.equals(Tag.STR) ? new Node.TextNode(scalar.getValue()) : new Node.Plain(scalar.getValue());
    }

    private static void tag(org.yaml.snakeyaml.nodes.Node node, Tag expected) throws InputSyntaxException {
        if (!expected.equals(node.getTag())) {
            throw new InputSyntaxException("has a YAML tag that is not supported" + place(node));
        }
    }

    private static String place(org.yaml.snakeyaml.nodes.Node node) {
        var at = node.getStartMark();
        return " (line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1) + ")";
    }
}
