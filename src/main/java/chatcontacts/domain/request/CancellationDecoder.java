package chatcontacts.domain.request;

import java.util.Optional;

/** Reads the values of the cancellation topic. May block for a registry. */
public interface CancellationDecoder {

    /**
     * Reads one value that is not null.
     *
     * @param schemaId the value of {@link RequestDecoder#SCHEMA_ID_HEADER}, if there is one
     */
    CancellationDecoding decode(String topic, byte[] value, Optional<byte[]> schemaId);

    /** Reads one value without such a header. */
    default CancellationDecoding decode(String topic, byte[] value) {
        return decode(topic, value, Optional.empty());
    }

    /** The result of decoding. */
    sealed interface CancellationDecoding {}

    /** A request to cancel. */
    record DecodedCancellation(String instanceId, String clientToken) implements CancellationDecoding {}

    /** Not a cancellation, and never will be. */
    record MalformedCancellation(String problem, Optional<Throwable> cause) implements CancellationDecoding {}

    /** The same value may decode later. */
    record UndecodedCancellation(String problem) implements CancellationDecoding {}
}
