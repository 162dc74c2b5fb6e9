package chatcontacts.http;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Answers the queries of the API. Called on threads of the HTTP server, also concurrently; must not block. No answer contains a
 * participant token or any customer data.
 */
public interface StatusSource {

    /** The result of a query. */
    sealed interface QueryResult {

        /** The answer, to be written by {@link chatcontacts.domain.json.Json}. */
        record Available(Map<String, ?> body) implements QueryResult {}

        /** It does not exist. */
        record NotFound(String reason) implements QueryResult {}

        /** It is not available now, but will be soon. */
        record TemporarilyUnavailable(String reason) implements QueryResult {}

        /** The query is invalid. */
        record InvalidQuery(String reason) implements QueryResult {}

        /** The process at that address has the answer. */
        record OwnedElsewhere(URI owner) implements QueryResult {}
    }

    /** The status of this process and of its lanes. */
    Map<String, ?> process();

    /** The addresses of all other known processes. */
    List<URI> others();

    /** The lanes. */
    QueryResult lanes();

    /** The instances. */
    QueryResult instances();

    /** The topologies and threads of this process. */
    QueryResult topology();

    /** Version and identity of this process. */
    QueryResult info();

    /**
     * The status of one request.
     *
     * @param instance id or ARN
     */
    QueryResult request(String instance, String clientToken);
}
