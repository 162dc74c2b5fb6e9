package chatcontacts.domain.request;

/**
 * The first message of the customer. Prints its type and length, never its content.
 *
 * @param contentType one of Connect's chat content types
 * @param content the text or document
 */
public record InitialMessage(String contentType, String content) {
    @Override
    public String toString() {
        return "InitialMessage[" + contentType + ", " + content.length() + " characters]";
    }
}
