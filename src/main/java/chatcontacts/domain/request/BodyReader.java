package chatcontacts.domain.request;

/** Reads a request that lies in the shipped schema; needs no registry. Thread-safe. */
public interface BodyReader {

    /**
     * Reads the request that starts at that offset.
     *
     * @throws IllegalArgumentException if the bytes are not a request in the shipped schema
     */
    DecodedRequest read(byte[] bytes, int offset);
}
