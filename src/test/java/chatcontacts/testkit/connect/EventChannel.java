package chatcontacts.testkit.connect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * EventBridge between Connect and us: best effort. Events come late, out of order, twice, not at all, or in the letter case
 * of another of AWS's samples, with settable and seeded probability; unless set, at once, in order and once. Not
 * thread-safe.
 */
public final class EventChannel {

    private final SplittableRandom random;
    private final ContactEventJson json;
    private final PriorityQueue<PendingEvent> underWay =
            new PriorityQueue<>(Comparator.comparing(PendingEvent::due).thenComparingLong(PendingEvent::number));
    private RandomDuration delay = RandomDuration.fixed(Duration.ZERO);
    private double loss;
    private double duplication;
    private double reordering;
    private Duration reorderedBy = Duration.ofSeconds(10);
    private double oddity;
    private long posted;
    private long lost;
    private long duplicated;

    EventChannel(long seed) {
        this.random = new SplittableRandom(seed);
        this.json = new ContactEventJson(seed + 1);
    }

    private record PendingEvent(Instant due, long number, ContactEvent event, boolean odd) {}

    /** How late events come; a delay that varies already lets them overtake each other. */
    public EventChannel delay(RandomDuration delay) {
        this.delay = delay;
        return this;
    }

    /** The share that never comes. */
    public EventChannel loss(double probability) {
        this.loss = probability;
        return this;
    }

    /** The share that comes twice. */
    public EventChannel duplication(double probability) {
        this.duplication = probability;
        return this;
    }

    /** The share that comes later than the rest, by up to that time. */
    public EventChannel reordering(double probability, Duration by) {
        this.reordering = probability;
        this.reorderedBy = by;
        return this;
    }

    /** The share that comes in odd letter case and with placeholders. */
    public EventChannel oddity(double probability) {
        this.oddity = probability;
        return this;
    }

    void post(List<ContactEvent> events) {
        for (ContactEvent event : events) {
            posted++;
            if (random.nextDouble() < loss) {
                lost++;
                continue;
            }
            send(event);
            if (random.nextDouble() < duplication) {
                duplicated++;
                send(event);
            }
        }
    }

    private void send(ContactEvent event) {
        Instant due = event.at().plus(delay.sample(random));
        if (random.nextDouble() < reordering) {
            due = due.plusNanos(random.nextLong(reorderedBy.toNanos() + 1));
        }
        underWay.add(new PendingEvent(due, posted, event, random.nextDouble() < oddity));
    }

    Optional<Instant> nextDue() {
        return Optional.ofNullable(underWay.peek()).map(PendingEvent::due);
    }

    /** Takes out what has arrived by then, as EventBridge's JSON. */
    List<String> arrived(Instant now) {
        List<String> arrived = new ArrayList<>();
        for (PendingEvent next = underWay.peek(); next != null && !next.due().isAfter(now); next = underWay.peek()) {
            underWay.poll();
            arrived.add(json.write(next.event(), next.odd()));
        }
        return arrived;
    }

    long posted() {
        return posted;
    }

    long lost() {
        return lost;
    }

    long duplicated() {
        return duplicated;
    }
}
