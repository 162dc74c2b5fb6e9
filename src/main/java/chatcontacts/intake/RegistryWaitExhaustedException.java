package chatcontacts.intake;

import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * Sends a stream thread back to its consumer group because the schema registry does not respond. Neither the record's offset
 * nor anything written in the open transaction is committed, so nothing is lost and nothing is seen twice: whoever is
 * assigned the partition next reads the record again.
 *
 * <p>A {@link TaskMigratedException}, because Kafka Streams answers that by closing the thread's tasks without a commit and
 * rejoining at once. Any other exception ends the thread, and in 4.3 a replaced thread does not leave the group: its
 * partitions lie idle until {@code session.timeout.ms} is over. Nor does this type ever reach a {@code
 * processing.exception.handler} that might go on without the record.
 */
public final class RegistryWaitExhaustedException extends TaskMigratedException {

    private static final long serialVersionUID = 1L;

    RegistryWaitExhaustedException(String message) {
        super(message);
    }
}
