package chatcontacts.domain.admission;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A limit as its sources tell it. The strongest source counts; what the others tell is kept, to be shown beside it and to count again
 * when the stronger one falls silent.
 *
 * @param <T> what is limited
 * @param told by whom; never empty
 */
public record Limit<T>(Map<LimitSource, T> told) {

    public Limit {
        if (told.isEmpty()) {
            throw new IllegalArgumentException("nobody tells the limit");
        }
        told = Collections.unmodifiableMap(new EnumMap<>(told));
    }

    /** A limit that one source tells. */
    public static <T> Limit<T> of(LimitSource source, T value) {
        return new Limit<>(Map.of(source, value));
    }

    /** A limit of the settings. */
    public static <T> Limit<T> configured(T value) {
        return of(LimitSource.CONFIGURED, value);
    }

    /** The source that counts. */
    public LimitSource source() {
        return Collections.max(told.keySet());
    }

    /** What counts. */
    public T value() {
        return Objects.requireNonNull(told.get(source()));
    }

    /** What that source tells. */
    public Optional<T> told(LimitSource source) {
        return Optional.ofNullable(told.get(source));
    }

    /** What all sources tell, seen through that function. */
    public <R> Limit<R> map(Function<T, R> function) {
        Map<LimitSource, R> mapped = new EnumMap<>(LimitSource.class);
        told.forEach((source, value) -> mapped.put(source, function.apply(value)));
        return new Limit<>(mapped);
    }

    /**
     * The same after that source told something else.
     *
     * @param value empty: it falls silent; the last one never does
     */
    public Limit<T> with(LimitSource source, Optional<T> value) {
        Map<LimitSource, T> next = new EnumMap<>(told);
        value.ifPresentOrElse(it -> next.put(source, it), () -> next.remove(source));
        return next.isEmpty() ? this : new Limit<>(next);
    }
}
