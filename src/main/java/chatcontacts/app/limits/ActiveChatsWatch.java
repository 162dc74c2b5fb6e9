package chatcontacts.app.limits;

import chatcontacts.connect.ChatsReading;
import chatcontacts.connect.CloudWatchChats;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks CloudWatch once a minute how many chats the instances of this process's lanes have. The numbers are shown beside the chats that are
 * known here, and gate nothing: they are a minute old. On a thread of its own.
 */
public final class ActiveChatsWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActiveChatsWatch.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** How soon a lane that came here is asked for. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** A missing right is granted by a person. */
    private static final Duration PAUSE_WITHOUT_RIGHT = Duration.ofMinutes(15);

    /** With all retries of the AWS client. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, CloudWatchChats> lanes;
    private final Supplier<List<LaneSnapshot>> owned;
    private final ReportedChats reported;
    private final InstantSource clock;
    /** Lanes whose silence was told. */
    private final Set<String> told = new HashSet<>();

    /** When each lane is asked for next. */
    private final Map<String, Instant> nextAt = new HashMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("active-chats").unstarted(task));

    /**
     * Creates it; {@link #start} begins to ask.
     *
     * @param lanes by name, those to ask for; closed with this
     * @param owned the lanes of this process with their instances
     */
    public ActiveChatsWatch(
            Map<String, CloudWatchChats> lanes,
            Supplier<List<LaneSnapshot>> owned,
            ReportedChats reported,
            InstantSource clock) {
        this.lanes = new LinkedHashMap<>(lanes);
        this.owned = owned;
        this.reported = reported;
        this.clock = clock;
    }

    public void start() {
        if (!lanes.isEmpty()) {
            var unused = thread.scheduleWithFixedDelay(this::askSafely, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What it throws would end the schedule. */
    private void askSafely() {
        try {
            ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Active chats could not be read; they are read again later");
        }
    }

    /** Asks for each lane of this process whose time has come. */
    void ask() throws InterruptedException {
        List<LaneSnapshot> here = owned.get();
        Set<String> names = here.stream().map(LaneSnapshot::lane).collect(Collectors.toSet());
        reported.keepOnly(names);
        nextAt.keySet().retainAll(names);
        for (LaneSnapshot lane : here) {
            CloudWatchChats chats = lanes.get(lane.lane());
            List<String> instances = lane.instances().stream()
                    .map(InstanceSnapshot::instanceId)
                    .limit(CloudWatchChats.MAX_INSTANCES)
                    .toList();
            Instant now = clock.instant();
            boolean due = !now.isBefore(nextAt.getOrDefault(lane.lane(), Instant.MIN));
            if (chats != null && !instances.isEmpty() && due) {
                nextAt.put(lane.lane(), now.plus(INTERVAL));
                note(lane.lane(), instances, count(chats, instances, now), now);
            }
        }
    }

    private static ChatsReading count(CloudWatchChats chats, List<String> instances, Instant now)
            throws InterruptedException {
        try {
            return chats.count(instances, now).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new ChatsReading.CountNotKnown(e.getClass().getSimpleName());
        }
    }

    private void note(String lane, List<String> instances, ChatsReading reading, Instant now) {
        switch (reading) {
            case ChatsReading.Counted it -> reported.answered(lane, instances, it.byInstance());
            case ChatsReading.CountNotAllowed it -> {
                nextAt.put(lane, now.plus(PAUSE_WITHOUT_RIGHT));
                failed(lane, instances, it.errorCode(), now);
            }
            case ChatsReading.CountNotKnown it -> failed(lane, instances, it.cause(), now);
        }
    }

    private void failed(String lane, List<String> instances, String cause, Instant now) {
        reported.failed(lane, instances, cause, now);
        if (told.add(lane)) {
            LOG.atWarn()
                    .addKeyValue("lane", lane)
                    .addKeyValue("cause", cause)
                    .log(
                            "CloudWatch does not tell how many chats the instances of the lane have; what others use of their"
                                    + " quotas is not shown. Allow " + CloudWatchChats.ACTION
                                    + ", or set cloudwatch.active.chats to false. Told once");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        lanes.values().forEach(CloudWatchChats::close);
    }
}
