package chatcontacts.registry;

import chatcontacts.domain.control.ControlLogEntry;
import java.util.Optional;

/** Reads the values of the log of commands. Thread-safe; may block for the registry. */
public final class ControlLogReader {

    private final AvroValues values;

    ControlLogReader(AvroValues values) {
        this.values = values;
    }

    /** The entry; empty for a value that is none, or that cannot be read now. */
    public Optional<ControlLogEntry> read(String topic, byte[] value) {
        return values.read(topic, value, Optional.empty()) instanceof AvroValues.ReadRecord read
                ? Optional.of(AvroControls.toDomain((chatcontacts.ChatControlLog) read.record()))
                : Optional.empty();
    }
}
