package chatcontacts.domain.control;

import java.util.Optional;

/** Reads the values of the control topic. May block for a registry. */
public interface ControlDecoder {

    /**
     * Reads one value that is not null.
     *
     * @param schemaId the value of the header that names its schema, if there is one
     */
    ControlDecoding decode(String topic, byte[] value, Optional<byte[]> schemaId);

    /** The result of decoding. */
    sealed interface ControlDecoding {}

    /** A command, of whatever sense. */
    record DecodedControl(ControlRequest request) implements ControlDecoding {}

    /** Not a command, and never will be. */
    record MalformedControl(String problem) implements ControlDecoding {}

    /** The same value may decode later. */
    record UndecodedControl(String problem) implements ControlDecoding {}
}
