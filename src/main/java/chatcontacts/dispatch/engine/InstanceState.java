package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceSettings;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow;
import chatcontacts.domain.admission.AccessDenials;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.ConcurrencyLimit;
import chatcontacts.domain.request.DecodedRequest;
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
    ConcurrencyLimit quota;
    AccessDenials refusals = AccessDenials.NONE;
    ChatEndVisibility sight;

    /** What the store knows of the learned limits. */
    LimitsRow.OfInstance written;

    /** Calls out now. */
    int inFlight;

    /** Whether a probe is out whose success drops the oldest lease. */
    boolean testingLease;

    /** The number of the lane's last admission that was for this instance. */
    long lastTurn;

    private final LaneStore state;
    private final List<ArrivalQueue> ready = new ArrayList<>();
    private final TreeSet<PendingRequest> readyInDoubt = new TreeSet<>(PendingRequest.BY_TURN);
    private final ArrayDeque<PendingRequest> aside = new ArrayDeque<>();
    private int readyCount;
    private int backingOff;
    private int asideCount;
    private int doubtWaiting;

    InstanceState(String instanceId, InstanceSettings settings, LaneStore state) {
        this.instanceId = instanceId;
        this.settings = settings;
        this.state = state;
        this.leases = new Leases(state, instanceId);
        this.quota = ConcurrencyLimit.of(settings.concurrentChats());
        this.sight = ChatEndVisibility.of(settings.contactEvents());
        this.written = LimitsRow.OfInstance.of(quota, refusals, sight);
        for (int priority = 0; priority <= DecodedRequest.LAST_PRIORITY; priority++) {
            ready.add(new ArrivalQueue());
        }
    }

    /** Takes over learned limits that are in the store. */
    void restore(LimitsRow.OfInstance learned) {
        written = learned;
        quota = learned.quota(settings.concurrentChats());
        refusals = learned.refusals();
        sight = learned.sight(settings.contactEvents());
    }

    /** Writes the learned limits if they changed. */
    void writeLearned() {
        LimitsRow.OfInstance now = LimitsRow.OfInstance.of(quota, refusals, sight);
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
    List<LaneSnapshot.Line> lines() {
        if (readyCount == 0) {
            return List.of();
        }
        List<LaneSnapshot.Line> lines = new ArrayList<>();
        for (int priority = 0; priority < ready.size(); priority++) {
            ArrivalQueue line = ready.get(priority);
            PendingRequest first = line.first();
            if (first != null) {
                lines.add(new LaneSnapshot.Line(priority, line.size(), first.arrival, line.lastArrival()));
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
                && written.equals(LimitsRow.OfInstance.of(
                        ConcurrencyLimit.of(settings.concurrentChats()),
                        AccessDenials.NONE,
                        ChatEndVisibility.of(settings.contactEvents())));
    }

    /** The request whose turn it is; those that were refused let all others go first. */
    @Nullable
    PendingRequest head() {
        if (readyCount > 0) {
            for (ArrivalQueue line : ready) {
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
    PendingRequest headInDoubt() {
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
    PendingRequest find(int priority, long arrival) {
        return ready.get(priority).find(arrival);
    }

    /** When the oldest waiting request was accepted, by what stands at the head of each priority. */
    long oldestAcceptedAtMs() {
        long oldest = Long.MAX_VALUE;
        for (ArrivalQueue line : ready) {
            PendingRequest first = line.first();
            if (first != null) {
                oldest = Math.min(oldest, first.acceptedAtMs);
            }
        }
        return oldest;
    }

    /** The entry takes that place; it must have left its former one. */
    void enter(PendingRequest entry, Place place) {
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
    void leave(PendingRequest entry) {
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
        List<PendingRequest> all = new ArrayList<>(aside);
        aside.clear();
        for (PendingRequest entry : all) {
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
