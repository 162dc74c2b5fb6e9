package chatcontacts.http;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Answers what is asked under {@code /api/v1}. Asked on threads of the HTTP server, by several at once; should answer at once.
 * No answer holds a participant token or anything of a customer.
 */
public interface StatusSource {

    /** What became of a question. */
    sealed interface Found {

        /** The answer, as {@link chatcontacts.domain.json.Json} writes it. */
        record Here(Map<String, ?> body) implements Found {}

        /** There is no such thing. */
        record Unknown(String why) implements Found {}

        /** It cannot be said now, but soon. */
        record NotNow(String why) implements Found {}

        /** The question makes no sense. */
        record Nonsense(String why) implements Found {}

        /** Another process knows: the one at that address. */
        record Elsewhere(URI process) implements Found {}
    }

    /** How this process stands, with all that it can tell of its lanes. */
    Map<String, ?> process();

    /** The addresses of all other processes that are known. */
    List<URI> others();

    /** The lanes. */
    Found lanes();

    /** The instances. */
    Found instances();

    /** What runs here. */
    Found topology();

    /** Which build this is. */
    Found info();

    /**
     * How one request stands.
     *
     * @param instance id or ARN
     */
    Found request(String instance, String clientToken);
}
