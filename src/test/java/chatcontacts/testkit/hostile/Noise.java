package chatcontacts.testkit.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Breaks good bytes by lot, as networks, other formats and ill will do. */
final class Noise {

    private static final int MAX_RANDOM = 600;
    private static final int HUGE = 200_000;

    private final RandomGenerator random;

    Noise(RandomGenerator random) {
        this.random = random;
    }

    /** True once in so many times. */
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    <T extends @Nullable Object> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    byte[] anything() {
        byte[] bytes = new byte[random.nextInt(MAX_RANDOM)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Good bytes, or something that was made of them, or nothing at all. */
    byte @Nullable [] of(byte[] good) {
        return switch (random.nextInt(16)) {
            case 0 -> null;
            case 1 -> anything();
            case 2 -> Arrays.copyOf(good, random.nextInt(good.length));
            case 3 -> Arrays.copyOf(good, good.length + 1 + random.nextInt(20));
            case 4 -> withOtherSchemaId(good);
            case 5 -> random.nextInt(40) == 0 ? Arrays.copyOf(good, HUGE) : new byte[0];
            case 6 -> withLength(good);
            case 7 -> good;
            default -> mutated(good);
        };
    }

    /** A few bytes changed. */
    private byte[] mutated(byte[] good) {
        byte[] bytes = good.clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** In Confluent's format four bytes after the first name the schema. */
    private byte[] withOtherSchemaId(byte[] good) {
        byte[] bytes = good.clone();
        for (int i = 1; i < Math.min(5, bytes.length); i++) {
            bytes[i] = random.nextBoolean() ? 0 : (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Somewhere stands a length, or a number, of the largest that can be written. */
    private byte[] withLength(byte[] good) {
        byte[] bytes = good.clone();
        int at = random.nextInt(bytes.length);
        for (int i = at; i < Math.min(at + 1 + random.nextInt(9), bytes.length - 1); i++) {
            bytes[i] = (byte) (0x80 | random.nextInt(128));
        }
        return bytes;
    }
}
