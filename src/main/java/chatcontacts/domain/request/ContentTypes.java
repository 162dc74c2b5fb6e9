package chatcontacts.domain.request;

import java.util.Set;

/** The content types of Connect's chats. */
final class ContentTypes {

    static final String PLAIN = "text/plain";
    static final String MARKDOWN = "text/markdown";
    static final String JSON = "application/json";
    static final String INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive";
    static final String INTERACTIVE_RESPONSE = "application/vnd.amazonaws.connect.message.interactive.response";

    /** What a chat may support; an initial message may be all of these but {@link #INTERACTIVE}. */
    static final Set<String> ALL = Set.of(PLAIN, MARKDOWN, JSON, INTERACTIVE, INTERACTIVE_RESPONSE);

    private ContentTypes() {}
}
