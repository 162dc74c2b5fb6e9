package chatcontacts.domain.request;

/**
 * A validation error: one rule that a request breaks. Names sizes and kinds of characters, never what the producer wrote: it
 * goes into logs, results and dead letters.
 *
 * @param field path of the field in the schema, as in {@code initialMessage.content}; stops at a map's or list's name
 * @param problem what is wrong, and what would be right
 */
public record Fault(String field, String problem) {
    @Override
    public String toString() {
        return field + ": " + problem;
    }
}
