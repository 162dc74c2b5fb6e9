package chatcontacts.domain.request;

/** Reads a request that lies in a shipped version of the schema; needs no registry. Thread-safe. */
public interface BodyReader {

    /**
     * Reads the request that starts at that offset.
     *
     * @param schema the CRC-64-AVRO fingerprint of the schema in which it lies
     * @throws chatcontacts.domain.format.NewerFormatException if no shipped schema has that fingerprint
     * @throws IllegalArgumentException if the bytes are not a request in that schema
     */
    DecodedRequest read(long schema, byte[] bytes, int offset);
}
