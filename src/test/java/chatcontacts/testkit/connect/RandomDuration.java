package chatcontacts.testkit.connect;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A random duration: how long something takes. */
public sealed interface RandomDuration {

    /** Draws one. */
    Duration sample(RandomGenerator random);

    /** A fixed duration. */
    record Fixed(Duration value) implements RandomDuration {
        @Override
        public Duration sample(RandomGenerator random) {
            return value;
        }
    }

    /** Anything between the two, both included, equally likely. */
    record Uniform(Duration least, Duration most) implements RandomDuration {
        public Uniform {
            if (least.compareTo(most) > 0) {
                throw new IllegalArgumentException("the least, " + least + ", is more than the most, " + most);
            }
        }

        @Override
        public Duration sample(RandomGenerator random) {
            return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
        }
    }

    /** A long tail: half of all are above the median; sigma is that of the logarithm (0.5: 1 in 1000 is 4.7 times it). */
    record LogNormal(Duration median, double sigma) implements RandomDuration {
        @Override
        public Duration sample(RandomGenerator random) {
            return Duration.ofNanos((long) (median.toNanos() * Math.exp(sigma * random.nextGaussian())));
        }
    }

    static RandomDuration fixed(Duration value) {
        return new Fixed(value);
    }

    /**
     * Reads {@code 200ms}, {@code 100ms..300ms} or {@code 200ms~0.5} (median and sigma); units ms, s, m, h, d.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static RandomDuration parse(String text) {
        int dots = text.indexOf("..");
        if (dots >= 0) {
            return new Uniform(duration(text.substring(0, dots)), duration(text.substring(dots + 2)));
        }
        int tilde = text.indexOf('~');
        if (tilde >= 0) {
            return new LogNormal(duration(text.substring(0, tilde)), Double.parseDouble(text.substring(tilde + 1)));
        }
        return new Fixed(duration(text));
    }

    /** Reads a whole number with its unit: ms, s, m, h or d. */
    static Duration duration(String text) {
        Matcher matcher = Pattern.compile("\\s*(\\d+)\\s*(ms|s|m|h|d)\\s*").matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a length of time like 200ms, 3s, 5m, 2h or 7d: " + text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
