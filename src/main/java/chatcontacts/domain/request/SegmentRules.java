package chatcontacts.domain.request;

import chatcontacts.domain.request.SegmentValue.Ambiguous;
import chatcontacts.domain.request.SegmentValue.Arn;
import chatcontacts.domain.request.SegmentValue.Group;
import chatcontacts.domain.request.SegmentValue.Sequence;
import chatcontacts.domain.request.SegmentValue.Text;
import chatcontacts.domain.request.SegmentValue.Whole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of segment attributes. Keys may hold ':' though the documents do not say so: Connect's own keys do
 * ({@code connect:Subtype}).
 */
final class SegmentRules {

    /**
     * Levels of maps and lists, the outermost map not counted. Connect documents no bound; none of its attributes nests more
     * than twice. It keeps everything that walks such a tree off the end of its stack.
     */
    static final int MAX_DEPTH = 10;

    private static final String FIELD = "segmentAttributes";
    private static final SegmentValue GUIDE = new Text("connect:Guide");
    private static final Set<String> NEEDED_BY_GUIDES =
            Set.of(ContentTypes.INTERACTIVE, ContentTypes.INTERACTIVE_RESPONSE);

    private SegmentRules() {}

    static void check(Map<String, SegmentValue> attributes, Optional<List<String>> supportedTypes, List<Fault> faults) {
        keys(attributes, faults);
        attributes.values().forEach(value -> value(value, 0, faults));
        if (GUIDE.equals(attributes.get("connect:Subtype"))
                && !supportedTypes.orElse(List.of()).containsAll(NEEDED_BY_GUIDES)) {
            faults.add(new Fault(
                    "supportedMessagingContentTypes",
                    "must contain both interactive types when connect:Subtype is connect:Guide"));
        }
    }

    private static void keys(Map<String, SegmentValue> attributes, List<Fault> faults) {
        AttributeKeyRules.check(FIELD, attributes.keySet(), 128, ":", faults);
    }

    private static void value(SegmentValue value, int depth, List<Fault> faults) {
        switch (value) {
            case Text text -> RequestRules.length(FIELD + ".*.valueString", text.value(), 0, 1024, faults);
            case Whole ignored -> {}
            case Arn arn -> RequestRules.length(FIELD + ".*.valueArn", arn.value(), 0, 1024, faults);
            case Group group -> {
                if (mayDescend(depth, faults)) {
                    keys(group.values(), faults);
                    group.values().values().forEach(inner -> value(inner, depth + 1, faults));
                }
            }
            case Sequence sequence -> {
                if (mayDescend(depth, faults)) {
                    sequence.values().forEach(inner -> value(inner, depth + 1, faults));
                }
            }
            case Ambiguous ambiguous ->
                faults.add(new Fault(
                        FIELD, "a value has " + ambiguous.kinds() + " kinds, exactly one of the five must be set"));
        }
    }

    private static boolean mayDescend(int depth, List<Fault> faults) {
        if (depth < MAX_DEPTH) {
            return true;
        }
        faults.add(new Fault(FIELD, "nested more than " + MAX_DEPTH + " levels deep"));
        return false;
    }
}
