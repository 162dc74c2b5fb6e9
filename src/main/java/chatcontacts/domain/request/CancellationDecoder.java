package chatcontacts.domain.request;

import java.util.Optional;

/** Reads the values of the cancellation topic. May block for a registry. */
public interface CancellationDecoder {

    /** Reads one value that is not null. */
    CancellationDecoding decode(String topic, byte[] value);

    /** What came of it. */
    sealed interface CancellationDecoding {}

    /** Take that request back. */
    record DecodedCancellation(String instanceId, String clientToken) implements CancellationDecoding {}

    /** Not a cancellation, and never will be. */
    record MalformedCancellation(String problem, Optional<Throwable> cause) implements CancellationDecoding {}

    /** The same value may decode later. */
    record UndecodedCancellation(String problem) implements CancellationDecoding {}
}
