package chatcontacts.domain.request;

import java.util.List;
import java.util.OptionalInt;

/**
 * The longest content of an initial message for each content type, in UTF-8 bytes; the shortest is 1 for all. The one table of the types that an initial message may have.
 *
 * @param plain of text/plain
 * @param markdown of text/markdown
 * @param json of application/json
 * @param interactiveResponse of the answer to an interactive message
 */
public record MessageLimits(int plain, int markdown, int json, int interactiveResponse) {

    /** What the model of the API says since June 2026; a flow or a channel may take less. */
    public static final MessageLimits DOCUMENTED = new MessageLimits(16_384, 16_384, 16_384, 16_384);

    /** The types that have a limit. */
    static final List<String> TYPES =
            List.of(ContentTypes.JSON, ContentTypes.INTERACTIVE_RESPONSE, ContentTypes.MARKDOWN, ContentTypes.PLAIN);

    public MessageLimits {
        if (Math.min(Math.min(plain, markdown), Math.min(json, interactiveResponse)) < 1) {
            throw new IllegalArgumentException("limits of initial messages must be at least 1");
        }
    }

    /** The limit of that type; empty if an initial message cannot have it. */
    public OptionalInt of(String contentType) {
        return switch (contentType) {
            case ContentTypes.PLAIN -> OptionalInt.of(plain);
            case ContentTypes.MARKDOWN -> OptionalInt.of(markdown);
            case ContentTypes.JSON -> OptionalInt.of(json);
            case ContentTypes.INTERACTIVE_RESPONSE -> OptionalInt.of(interactiveResponse);
            default -> OptionalInt.empty();
        };
    }
}
