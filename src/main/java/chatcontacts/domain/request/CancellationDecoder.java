package chatcontacts.domain.request;

import java.util.Optional;

/** Reads the values of the cancellation topic. May block for a registry. */
public interface CancellationDecoder {

    /** Reads one value that is not null. */
    Decoding decode(String topic, byte[] value);

    /** What came of it. */
    sealed interface Decoding {}

    /** Take that request back. */
    record Cancellation(String instanceId, String clientToken) implements Decoding {}

    /** Not a cancellation, and never will be. */
    record Malformed(String problem, Optional<Throwable> cause) implements Decoding {}

    /** The same value may decode later. */
    record RegistryUnavailable(String problem) implements Decoding {}
}
