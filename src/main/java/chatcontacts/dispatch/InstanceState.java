package chatcontacts.dispatch;

import chatcontacts.dispatch.DispatchSettings.InstanceSettings;
import chatcontacts.dispatch.Entry.Place;
import chatcontacts.domain.admission.Quota;
import chatcontacts.domain.admission.Refusals;
import chatcontacts.domain.admission.Sight;
import chatcontacts.domain.request.ChatRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One Connect instance in its lane: what waits for it, and what is known of its limits. Belongs to the stream thread. */
final class InstanceState {

    final String instanceId;
    final InstanceSettings settings;
    final Leases leases;
    Quota quota;
    Refusals refusals = Refusals.NONE;
    Sight sight;

    /** What the store knows of the learned limits. */
    Learned.OfInstance written;

    /** Calls out now. */
    int inFlight;

    /** Whether a probe is out whose success drops the oldest lease. */
    boolean testingLease;

    /** The number of the lane's last admission that was for this instance. */
    long lastTurn;

    private final LaneState state;
    private final List<WaitingLine> ready = new ArrayList<>();
    private final TreeSet<Entry> readyInDoubt = new TreeSet<>(Entry.BY_TURN);
    private final ArrayDeque<Entry> aside = new ArrayDeque<>();
    private int readyCount;
    private int backingOff;
    private int asideCount;
    private int doubtWaiting;

    InstanceState(String instanceId, InstanceSettings settings, LaneState state) {
        this.instanceId = instanceId;
        this.settings = settings;
        this.state = state;
        this.leases = new Leases(state, instanceId);
        this.quota = Quota.of(settings.concurrentChats());
        this.sight = Sight.of(settings.contactEvents());
        this.written = Learned.OfInstance.of(quota, refusals, sight);
        for (int priority = 0; priority <= ChatRequest.LAST_PRIORITY; priority++) {
            ready.add(new WaitingLine());
        }
    }

    /** Takes over learned limits that are in the store. */
    void restore(Learned.OfInstance learned) {
        written = learned;
        quota = learned.quota(settings.concurrentChats());
        refusals = learned.refusals();
        sight = learned.sight(settings.contactEvents());
    }

    /** Writes the learned limits if they changed. */
    void writeLearned() {
        Learned.OfInstance now = Learned.OfInstance.of(quota, refusals, sight);
        if (!now.equals(written)) {
            state.putLearned(instanceId, now);
            written = now;
        }
    }

    /** Slots of the quota that are taken: calls in flight, requests in doubt and, where ends are seen, leases. */
    int used() {
        return inFlight + doubtWaiting + (sight.gates() ? leases.size() : 0);
    }

    /** Whether chats that are known to be active take what the quota has, so that nothing may go until one ends. */
    boolean waitsForChatToEnd() {
        return sight.gates() && leases.size() > 0 && used() >= quota.ceiling();
    }

    int inDoubt() {
        return doubtWaiting;
    }

    /** Open requests without a call out. */
    int waiting() {
        return readyCount + backingOff + asideCount;
    }

    /** Those of them that wait for the time of their next attempt. */
    int backingOff() {
        return backingOff;
    }

    /** What is in the queue, by priority. */
    List<LaneView.Line> lines() {
        if (readyCount == 0) {
            return List.of();
        }
        List<LaneView.Line> lines = new ArrayList<>();
        for (int priority = 0; priority < ready.size(); priority++) {
            WaitingLine line = ready.get(priority);
            Entry first = line.first();
            if (first != null) {
                lines.add(new LaneView.Line(priority, line.size(), first.arrival, line.lastArrival()));
            }
        }
        return List.copyOf(lines);
    }

    boolean hasReady() {
        return readyCount + asideCount > 0;
    }

    /** Whether nothing would be lost if this object were made anew. */
    boolean isForgettable() {
        return waiting() == 0
                && inFlight == 0
                && leases.isEmpty()
                && written.equals(Learned.OfInstance.of(
                        Quota.of(settings.concurrentChats()), Refusals.NONE, Sight.of(settings.contactEvents())));
    }

    /** The request whose turn it is; those that were refused let all others go first. */
    @Nullable
    Entry head() {
        if (readyCount > 0) {
            for (WaitingLine line : ready) {
                if (!line.isEmpty()) {
                    return line.first();
                }
            }
        }
        while (!aside.isEmpty() && aside.peek().place != Place.ASIDE) {
            aside.remove();
        }
        return aside.peek();
    }

    /** The request in doubt whose turn it is: it has a slot already. */
    @Nullable
    Entry headInDoubt() {
        if (!readyInDoubt.isEmpty()) {
            return readyInDoubt.first();
        }
        return aside.stream()
                .filter(entry -> entry.place == Place.ASIDE && entry.inDoubt())
                .findFirst()
                .orElse(null);
    }

    /** The request of that priority and arrival, if it is in the queue and was never called. */
    @Nullable
    Entry find(int priority, long arrival) {
        return ready.get(priority).find(arrival);
    }

    /** When the oldest waiting request was accepted, by what stands at the head of each priority. */
    long oldestAcceptedAtMs() {
        long oldest = Long.MAX_VALUE;
        for (WaitingLine line : ready) {
            Entry first = line.first();
            if (first != null) {
                oldest = Math.min(oldest, first.acceptedAtMs);
            }
        }
        return oldest;
    }

    /** The entry takes that place; it must have left its former one. */
    void enter(Entry entry, Place place) {
        entry.place = place;
        if (place != Place.IN_FLIGHT && place != Place.GONE && entry.inDoubt()) {
            doubtWaiting++;
        }
        switch (place) {
            case READY -> {
                ready.get(entry.priority).add(entry);
                if (entry.inDoubt()) {
                    readyInDoubt.add(entry);
                }
                readyCount++;
            }
            case BACKING_OFF -> backingOff++;
            case ASIDE -> {
                aside.add(entry);
                asideCount++;
            }
            case IN_FLIGHT -> inFlight++;
            case GONE -> {}
        }
    }

    /** The entry leaves its place, for another one. */
    void leave(Entry entry) {
        if (entry.place != Place.IN_FLIGHT && entry.place != Place.GONE && entry.inDoubt()) {
            doubtWaiting--;
        }
        switch (entry.place) {
            case READY -> {
                ready.get(entry.priority).remove(entry);
                readyInDoubt.remove(entry);
                readyCount--;
            }
            case BACKING_OFF -> backingOff--;
            case ASIDE -> {
                if (aside.peek() == entry) {
                    aside.remove();
                }
                asideCount--;
            }
            case IN_FLIGHT -> inFlight--;
            case GONE -> {}
        }
    }

    /** Those that were refused take their old places again. */
    void recallAside() {
        List<Entry> all = new ArrayList<>(aside);
        aside.clear();
        for (Entry entry : all) {
            if (entry.place == Place.ASIDE) {
                asideCount--;
                if (entry.inDoubt()) {
                    doubtWaiting--;
                }
                enter(entry, Place.READY);
            }
        }
    }
}
