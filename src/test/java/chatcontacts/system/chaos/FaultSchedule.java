package chatcontacts.system.chaos;

import chatcontacts.system.chaos.Disturbance.BrokerStop;
import chatcontacts.system.chaos.Disturbance.ConnectTrouble;
import chatcontacts.system.chaos.Disturbance.Kill;
import chatcontacts.system.chaos.Disturbance.RegistryStop;
import chatcontacts.system.chaos.Disturbance.Restart;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The schedule of faults. Equal seeds give equal schedules. Time is cut into equal stretches: in each, one process is killed
 * and one other thing happens, each at any moment of it. A longer schedule begins as the shorter one of its seed.
 *
 * @param steps in order of time
 */
record FaultSchedule(List<ScheduledFault> steps) {

    /** Of the processes' membership in their groups: who is away for longer loses its lanes. */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    /** Each third process that is killed stays away until others have taken over. */
    private static final int LONG_AWAY = 3;

    /**
     * One of them.
     *
     * @param at after the beginning
     */
    record ScheduledFault(Duration at, Disturbance disturbance) {}

    FaultSchedule {
        steps = steps.stream().sorted(Comparator.comparing(ScheduledFault::at)).toList();
    }

    /** For so many processes and these lanes. */
    static FaultSchedule draw(long seed, Duration length, Duration stretch, int processes, List<String> lanes) {
        return new Drawing(seed, processes, lanes)
                .schedule(Math.toIntExact(length.dividedBy(stretch)), stretch.toMillis());
    }

    private static final class Drawing {

        private enum Other {
            BROKER,
            REGISTRY,
            RESTART,
            SLOW,
            REFUSING,
            CUTTING,
            CUTTING_AFTER,
            THROTTLING
        }

        private final Random random;
        private final List<String> lanes;
        /** Until when each process is away. */
        private final long[] awayUntil;

        private final Deque<Other> others = new ArrayDeque<>();

        Drawing(long seed, int processes, List<String> lanes) {
            this.random = new Random(seed);
            this.lanes = lanes;
            this.awayUntil = new long[processes];
        }

        FaultSchedule schedule(int stretches, long stretchMs) {
            List<ScheduledFault> steps = new ArrayList<>();
            for (int i = 0; i < stretches; i++) {
                long begin = i * stretchMs;
                steps.add(kill(begin + millis(0, stretchMs), i % LONG_AWAY == LONG_AWAY - 1));
                steps.add(new ScheduledFault(Duration.ofMillis(begin + millis(0, stretchMs)), other()));
            }
            return new FaultSchedule(steps);
        }

        /** One that is not away; if all are, the one that comes back first. */
        private ScheduledFault kill(long at, boolean longAway) {
            int process = random.nextInt(awayUntil.length);
            for (int i = 0; i < awayUntil.length && awayUntil[process] > at; i++) {
                process = (process + 1) % awayUntil.length;
            }
            long session = SESSION_TIMEOUT.toMillis();
            long down = longAway ? millis(session + 2_000, session + 6_000) : millis(0, 2_000);
            awayUntil[process] = at + down;
            return new ScheduledFault(Duration.ofMillis(at), new Kill(process, Duration.ofMillis(down)));
        }

        /** Each kind once in a round; in the first one the broker is among the first three. */
        private Disturbance other() {
            if (others.isEmpty()) {
                List<Other> round = new ArrayList<>(List.of(Other.values()));
                Collections.shuffle(round, random);
                Collections.swap(round, round.indexOf(Other.BROKER), random.nextInt(3));
                others.addAll(round);
            }
            String lane = lanes.get(random.nextInt(lanes.size()));
            return switch (others.remove()) {
                case BROKER -> new BrokerStop(Duration.ofMillis(millis(2_000, 15_000)));
                case REGISTRY -> new RegistryStop(Duration.ofMillis(millis(2_000, 12_000)));
                case RESTART -> new Restart(random.nextInt(awayUntil.length));
                case SLOW -> trouble(ConnectFault.SLOW, lane);
                case REFUSING -> trouble(ConnectFault.REFUSING, lane);
                case CUTTING -> trouble(ConnectFault.CUTTING, lane);
                case CUTTING_AFTER -> trouble(ConnectFault.CUTTING_AFTER, lane);
                case THROTTLING -> trouble(ConnectFault.THROTTLING, lane);
            };
        }

        private Disturbance trouble(ConnectFault trouble, String lane) {
            return new ConnectTrouble(trouble, lane, Duration.ofMillis(millis(3_000, 10_000)));
        }

        private long millis(long least, long most) {
            return random.nextLong(least, most);
        }
    }
}
