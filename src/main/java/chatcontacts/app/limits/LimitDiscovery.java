package chatcontacts.app.limits;

import chatcontacts.config.InstanceSettings;
import chatcontacts.config.LaneSettings;
import chatcontacts.config.Settings;
import chatcontacts.connect.AppliedQuotas;
import chatcontacts.connect.QuotaReading;
import chatcontacts.dispatch.LimitChanges;
import chatcontacts.dispatch.engine.LimitChange.OfQuota;
import chatcontacts.dispatch.engine.LimitChange.OfRate;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks AWS Service Quotas for the rate of each lane and the quota of each listed instance: at the start, which does not wait for it,
 * and every 15 minutes; sooner where there was no answer. The answers go to dispatch, where a number of the settings is stronger. On a
 * thread of its own.
 */
public final class LimitDiscovery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LimitDiscovery.class);
    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    /** With all retries of the AWS client. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The documented burst of StartChatContact is so many times its rate, and Service Quotas does not tell it. */
    private static final double BURST_OF_RATE = 1.6;

    private static final int MAX_QUOTA = 1_000_000;

    private final Settings settings;
    private final Map<String, AppliedQuotas> lanes;
    private final Function<String, Optional<String>> account;
    private final LimitChanges changes;
    private final DiscoveredLimits discovered;
    private final InstantSource clock;
    /** Lanes whose silence was told. */
    private final Set<String> told = new HashSet<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("limit-discovery").unstarted(task));

    private Duration retry = FIRST_RETRY;

    /**
     * Creates it; {@link #start} begins to ask.
     *
     * @param lanes by name, those that can be asked; closed with this
     * @param account of a lane, as soon as it is known
     */
    public LimitDiscovery(
            Settings settings,
            Map<String, AppliedQuotas> lanes,
            Function<String, Optional<String>> account,
            LimitChanges changes,
            DiscoveredLimits discovered,
            InstantSource clock) {
        this.settings = settings;
        this.lanes = new LinkedHashMap<>(lanes);
        this.account = account;
        this.changes = changes;
        this.discovered = discovered;
        this.clock = clock;
    }

    public void start() {
        if (!lanes.isEmpty()) {
            thread.execute(this::askAndGoOn);
        }
    }

    private void askAndGoOn() {
        boolean complete;
        try {
            complete = ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Limits could not be read; they are read again later");
            complete = false;
        }
        Duration pause = complete ? INTERVAL : retry;
        Duration longer = retry.multipliedBy(2).compareTo(INTERVAL) < 0 ? retry.multipliedBy(2) : INTERVAL;
        retry = complete ? FIRST_RETRY : longer;
        if (!thread.isShutdown()) {
            var unused = thread.schedule(this::askAndGoOn, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Asks for everything once. Returns whether there is nothing to ask again soon: a missing right is not granted in seconds. */
    boolean ask() throws InterruptedException {
        boolean complete = true;
        for (Map.Entry<String, AppliedQuotas> lane : lanes.entrySet()) {
            complete &= ask(settings.lane(lane.getKey()), lane.getValue());
        }
        return complete;
    }

    private boolean ask(LaneSettings lane, AppliedQuotas quotas) throws InterruptedException {
        QuotaReading rate = await(quotas.startRate());
        if (rate instanceof QuotaReading.Applied it) {
            RateLimit limit = new RateLimit(it.value(), burst(lane, it.value()));
            changes.tell(new OfRate(lane.name(), LimitSource.DISCOVERED, Optional.of(limit)));
        }
        boolean complete = note(lane, Optional.empty(), rate);
        List<InstanceSettings> instances = settings.instances().all().stream()
                .filter(it -> it.lane().equals(lane.name()))
                .toList();
        Optional<String> owner = account.apply(lane.name());
        if (owner.isEmpty()) {
            return complete && instances.isEmpty();
        }
        for (InstanceSettings instance : instances) {
            QuotaReading quota = await(quotas.concurrentChats(owner.get(), instance.id()));
            if (quota instanceof QuotaReading.Applied it) {
                int chats = (int) Math.clamp(it.value(), 1, MAX_QUOTA);
                changes.tell(new OfQuota(lane.name(), instance.id(), LimitSource.DISCOVERED, Optional.of(chats)));
            }
            complete &= note(lane, Optional.of(instance.id()), quota);
        }
        return complete;
    }

    private static double burst(LaneSettings lane, double rate) {
        return lane.rateBurst().map(Integer::doubleValue).orElse(Math.max(1, BURST_OF_RATE * rate));
    }

    private static QuotaReading await(CompletionStage<QuotaReading> answer) throws InterruptedException {
        try {
            return answer.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new QuotaReading.NotKnown(e.getClass().getSimpleName());
        }
    }

    private boolean note(LaneSettings lane, Optional<String> instanceId, QuotaReading reading) {
        return switch (reading) {
            case QuotaReading.Applied it -> {
                discovered.answered(lane.name(), instanceId, it.value(), clock.instant());
                yield true;
            }
            case QuotaReading.NotAllowed it -> {
                discovered.failed(lane.name(), instanceId, it.errorCode());
                tellOnce(lane, it.errorCode());
                yield true;
            }
            case QuotaReading.NotKnown it -> {
                discovered.failed(lane.name(), instanceId, it.cause());
                tellOnce(lane, it.cause());
                yield false;
            }
        };
    }

    private void tellOnce(LaneSettings lane, String cause) {
        if (!told.add(lane.name())) {
            return;
        }
        boolean matters = lane.ratePerSecond().isEmpty()
                || settings.instances().all().stream()
                        .anyMatch(it -> it.lane().equals(lane.name())
                                && it.concurrentChats().isEmpty());
        (matters ? LOG.atWarn() : LOG.atInfo())
                .addKeyValue("lane", lane.name())
                .addKeyValue("cause", cause)
                .log(
                        "AWS Service Quotas does not tell the limits of the lane. Where the settings name no number, the defaults"
                                + " of Amazon Connect hold: 5 starts per second and 500 chats in each instance. Allow "
                                + AppliedQuotas.ACTION + ", or set rate.per.second and concurrent.chats. Told once");
    }

    @Override
    public void close() {
        thread.shutdownNow();
        lanes.values().forEach(AppliedQuotas::close);
    }
}
