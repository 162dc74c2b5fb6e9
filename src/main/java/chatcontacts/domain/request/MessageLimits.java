package chatcontacts.domain.request;

import java.util.List;
import java.util.OptionalInt;

/**
 * The longest content of an initial message for each content type, in characters (Unicode code points); the shortest is 1
 * for all. The one table of the types that an initial message may have.
 *
 * @param plain of text/plain
 * @param markdown of text/markdown
 * @param json of application/json
 * @param interactiveResponse of the answer to an interactive message
 */
public record MessageLimits(int plain, int markdown, int json, int interactiveResponse) {

    /**
     * What the API reference documents. The newest model of the API allows 16,384 bytes for every type, so an account may
     * accept more.
     */
    public static final MessageLimits DOCUMENTED = new MessageLimits(1024, 1024, 12_000, 12_288);

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
