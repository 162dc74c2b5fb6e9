package chatcontacts.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;

/**
 * A writer's schema and what it means to a reader with a shipped one, found out once. Its top may be a union of event types, of
 * which one or more are what the reader wants. Safe for use by several threads.
 */
final class WriterSchema {

    private final boolean union;
    private final List<Branch> branches;
    private final Optional<SchemaDifferences> differences;

    private sealed interface Branch {}

    /** Records that can be read. */
    private record ReadableBranch(ThreadLocal<RecordReader> reader, boolean shipped) implements Branch {}

    /** Records that should be those of the shipped schema, and are not. */
    private record UnreadableBranch(String problem) implements Branch {}

    /** Something else. */
    private record OtherBranch(String name) implements Branch {}

    /** What a value turned out to be. */
    sealed interface Content {}

    /**
     * A record of the shipped schema's class.
     *
     * @param shipped whether its bytes lie in the shipped schema, from the offset on
     */
    record ReadContent(SpecificRecord record, boolean shipped, int offset) implements Content {}

    /** A record of another type. */
    record OtherContent(String type) implements Content {}

    private WriterSchema(boolean union, List<Branch> branches, Optional<SchemaDifferences> differences) {
        this.union = union;
        this.branches = branches;
        this.differences = differences;
    }

    /** Examines one; a schema that nests too deeply to be examined has only unreadable records. */
    static WriterSchema of(Schema writer, Schema shipped) {
        boolean union = writer.getType() == Schema.Type.UNION;
        List<SchemaDifferences> differences = new ArrayList<>();
        List<Branch> branches = new ArrayList<>();
        for (Schema each : union ? writer.getTypes() : List.of(writer)) {
            try {
                branches.add(branch(each, shipped, union, differences));
            } catch (StackOverflowError e) {
                branches.add(new UnreadableBranch("its writer's schema nests too deeply"));
            }
        }
        return new WriterSchema(
                union, List.copyOf(branches), differences.stream().findFirst());
    }

    private static Branch branch(Schema writer, Schema shipped, boolean inUnion, List<SchemaDifferences> differences) {
        if (writer.getType() != Schema.Type.RECORD) {
            return inUnion
                    ? new OtherBranch(writer.getFullName())
                    : new UnreadableBranch("its writer's schema is not a record but of type "
                            + writer.getType().getName());
        }
        if (WriterSchemaChecks.isOtherType(writer, shipped)) {
            return new OtherBranch(writer.getFullName());
        }
        differences.add(SchemaDifferences.of(writer, shipped));
        Optional<String> problem = WriterSchemaChecks.problem(writer, shipped);
        if (problem.isPresent()) {
            return new UnreadableBranch(problem.get());
        }
        boolean same = SchemaNormalization.toParsingForm(writer).equals(SchemaNormalization.toParsingForm(shipped));
        return new ReadableBranch(ThreadLocal.withInitial(() -> new RecordReader(writer, shipped)), same);
    }

    /** How it differs from the shipped one; of a union, the first branch that is meant for it. Empty: it is of another type. */
    Optional<SchemaDifferences> differences() {
        return differences;
    }

    /**
     * Reads a value from that offset on.
     *
     * @throws InvalidValueException if it is not what the schema says, or not what the reader wants
     */
    Content read(byte[] value, int offset) {
        int index = union ? index(value, offset) : 0;
        int begin = union ? behindVarint(value, offset) : offset;
        return switch (branches.get(index)) {
            case ReadableBranch it -> new ReadContent(it.reader().get().read(value, begin), it.shipped(), begin);
            case UnreadableBranch it -> throw new InvalidValueException(it.problem(), null);
            case OtherBranch it -> new OtherContent(it.name());
        };
    }

    private int index(byte[] value, int offset) {
        try {
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null);
            int index = in.readIndex();
            if (index >= 0 && index < branches.size()) {
                return index;
            }
        } catch (IOException | RuntimeException e) {
            throw new InvalidValueException("it does not say which type of its writer's union it is", e);
        }
        throw new InvalidValueException("it does not say which type of its writer's union it is", null);
    }

    private static int behindVarint(byte[] value, int offset) {
        int next = offset;
        while (value[next] < 0) {
            next++;
        }
        return next + 1;
    }
}
