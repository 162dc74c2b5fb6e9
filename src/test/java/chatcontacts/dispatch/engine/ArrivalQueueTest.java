package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.MemoryTable;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.ProbeBudget;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The two indexes of what waits, against plain ones. */
final class ArrivalQueueTest {

    private static final InstanceState ANY = new InstanceState(
            "i1",
            InstanceLimits.configured(1, ChatEndVisibility.Mode.OFF),
            false,
            ProbeBudget.of(0.4, 60_000),
            new LaneStore(new MemoryTable(), "default", FormatVersions.CURRENT),
            new CallsInFlight(),
            instance -> {},
            0);

    private static PendingRequest entry(long arrival, long deadlineMs) {
        return new PendingRequest(ANY, new RequestId(0, arrival), arrival, 5, 0, deadlineMs);
    }

    @Test
    void theLineIsAlwaysInOrderOfArrivalWhoeverComesLeavesOrReturns() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ArrivalQueue line = new ArrivalQueue();
            TreeSet<PendingRequest> plain = new TreeSet<>(PendingRequest.BY_ARRIVAL);
            List<PendingRequest> out = new ArrayList<>();
            int leaving = random.nextInt(1, 6);
            for (long arrival = 0; arrival < 400; arrival++) {
                switch (random.nextInt(leaving + 4)) {
                    case 0 -> {
                        PendingRequest head = line.first();
                        if (head != null) {
                            line.remove(head);
                            plain.remove(head);
                            head.resume(Called.NOT_YET);
                            head.moveTo(Place.NOWHERE);
                            out.add(head);
                        }
                    }
                    case 1 -> {
                        if (!out.isEmpty()) {
                            PendingRequest back = out.remove(random.nextInt(out.size()));
                            back.moveTo(Place.READY);
                            line.add(back);
                            plain.add(back);
                        }
                    }
                    case 2, 3, 4, 5 -> {
                        PendingRequest entry = entry(arrival, 0);
                        line.add(entry);
                        plain.add(entry);
                    }
                    default -> {
                        if (!plain.isEmpty()) {
                            PendingRequest any = List.copyOf(plain).get(random.nextInt(plain.size()));
                            assertThat(line.find(any.arrival())).isSameAs(any);
                            line.remove(any);
                            plain.remove(any);
                            any.moveTo(Place.GONE);
                            assertThat(line.find(any.arrival())).isNull();
                        }
                    }
                }
                assertThat(line.isEmpty()).as("seed " + seed).isEqualTo(plain.isEmpty());
                assertThat(line.first()).as("seed " + seed).isSameAs(plain.isEmpty() ? null : plain.first());
            }
        }
    }

    @Test
    void theEarliestDeadlineIsAlwaysOnTopWhoeverLeaves() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DeadlineHeap heap = new DeadlineHeap();
            List<PendingRequest> plain = new ArrayList<>();
            for (int step = 0; step < 500; step++) {
                if (random.nextInt(5) < (step < 250 ? 3 : 1) || plain.isEmpty()) {
                    PendingRequest entry = entry(step, random.nextLong(50));
                    heap.add(entry);
                    plain.add(entry);
                } else {
                    PendingRequest entry = plain.remove(random.nextInt(plain.size()));
                    heap.remove(entry);
                    heap.remove(entry);
                }
                assertThat(heap.size()).isEqualTo(plain.size());
                PendingRequest top = heap.peek();
                assertThat(top == null ? -1 : top.deadlineMs())
                        .as("seed " + seed)
                        .isEqualTo(plain.stream()
                                .mapToLong(it -> it.deadlineMs())
                                .min()
                                .orElse(-1));
            }
        }
    }
}
