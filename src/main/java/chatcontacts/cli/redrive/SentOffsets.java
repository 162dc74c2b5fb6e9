package chatcontacts.cli.redrive;

import chatcontacts.cli.redrive.RedriveException.Obstacle;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of one partition were sent, as the group's committed offset and its metadata say it: all before the offset,
 * and those after it that the metadata marks. So one that was left out is found again by the next run, and one that was sent is
 * not, whatever the options of either run.
 */
final class SentOffsets {

    /** Brokers keep 4096 bytes by default ({@code offset.metadata.max.bytes}). */
    static final int MAX_METADATA = 4000;

    /** No partition is thought to keep more dead letters than that after the first that was left out. */
    private static final int MAX_MARKS = 50_000_000;

    private static final String FORMAT = "1:";

    private long base;
    private BitSet after;
    private long forgotten;

    private SentOffsets(long base, BitSet after) {
        this.base = base;
        this.after = after;
    }

    /**
     * As committed.
     *
     * @param committed null if the group is new
     * @param beginning the first offset that is still there
     * @param end where the partition ends; what was committed beyond it belongs to a former topic of that name
     */
    static SentOffsets of(@Nullable OffsetAndMetadata committed, long beginning, long end) {
        if (committed == null || committed.offset() > end) {
            return new SentOffsets(beginning, new BitSet());
        }
        SentOffsets sent = new SentOffsets(committed.offset(), read(committed.metadata()));
        if (beginning > sent.base) {
            sent.moveTo(beginning);
        }
        return sent;
    }

    /** Another one with the same memory. */
    SentOffsets copy() {
        SentOffsets copy = new SentOffsets(base, (BitSet) after.clone());
        copy.forgotten = forgotten;
        return copy;
    }

    /** The first offset that may not have been sent. */
    long base() {
        return base;
    }

    /** How many that were left out could not be remembered as such: no later run looks at them. */
    long forgotten() {
        return forgotten;
    }

    boolean contains(long offset) {
        return offset < base || (offset - base < Integer.MAX_VALUE && after.get((int) (offset - base)));
    }

    /** Those of a range were sent, or there is nothing to send in it. */
    void add(long first, long last) {
        if (last - base >= MAX_MARKS) {
            forgetUpTo(last - MAX_MARKS + 1);
        }
        if (last >= base) {
            after.set((int) (Math.max(first, base) - base), (int) (last - base) + 1);
            moveTo(base + after.nextClearBit(0));
        }
    }

    /** To be committed. Where the marks do not fit, the oldest that were left out are forgotten. */
    OffsetAndMetadata toCommit() {
        String metadata = write(after);
        while (metadata.length() > MAX_METADATA) {
            forgetUpTo(base + Math.max(1, after.length() / 16));
            metadata = write(after);
        }
        return new OffsetAndMetadata(base, metadata);
    }

    private void forgetUpTo(long offset) {
        long reach = offset - base;
        forgotten += reach - after.get(0, (int) reach).cardinality();
        moveTo(offset);
        moveTo(base + after.nextClearBit(0));
    }

    private void moveTo(long offset) {
        long steps = offset - base;
        after = steps >= after.length() ? new BitSet() : after.get((int) steps, after.length());
        base = offset;
    }

    private static String write(BitSet marks) {
        if (marks.isEmpty()) {
            return "";
        }
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(marks.toByteArray());
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return FORMAT + Base64.getEncoder().withoutPadding().encodeToString(out.toByteArray());
        } finally {
            deflater.end();
        }
    }

    private static BitSet read(@Nullable String metadata) {
        if (metadata == null || metadata.isEmpty()) {
            return new BitSet();
        }
        Inflater inflater = new Inflater();
        try {
            if (!metadata.startsWith(FORMAT)) {
                throw new DataFormatException("another format");
            }
            inflater.setInput(Base64.getDecoder().decode(metadata.substring(FORMAT.length())));
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!inflater.finished() && out.size() <= MAX_MARKS / Byte.SIZE) {
                int length = inflater.inflate(buffer);
                if (length == 0) {
                    throw new DataFormatException("cut");
                }
                out.write(buffer, 0, length);
            }
            return BitSet.valueOf(out.toByteArray());
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new RedriveException(
                    Obstacle.SETUP,
                    "the group has offsets that were not committed by redrive; choose another one with" + " --group",
                    e);
        } finally {
            inflater.end();
        }
    }
}
