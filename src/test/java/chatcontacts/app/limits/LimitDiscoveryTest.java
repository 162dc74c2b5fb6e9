package chatcontacts.app.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chatcontacts.config.Settings;
import chatcontacts.config.SettingsLoader;
import chatcontacts.connect.SignedLane;
import chatcontacts.dispatch.LimitChanges;
import chatcontacts.dispatch.engine.LimitChange;
import chatcontacts.dispatch.engine.LimitChange.OfQuota;
import chatcontacts.dispatch.engine.LimitChange.OfRate;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.ConnectSimulator;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Limits as AWS Service Quotas says them, asked with the AWS SDK's own client over HTTP. */
final class LimitDiscoveryTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String RATE = "servicequotas:GetServiceQuota";

    private final ConnectSimulator connect =
            ConnectSimulator.start(it -> it.rules().rate(20, 32).quota(500).quota("sales-0001", 250));
    private final SignedLane lane = SignedLane.at(connect.uri());
    private final LimitChanges changes = new LimitChanges();
    private final DiscoveredLimits discovered = new DiscoveredLimits();
    private Optional<String> account = Optional.of("123456789012");

    private final Logger logger = (Logger) LoggerFactory.getLogger(LimitDiscovery.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        lane.close();
        connect.close();
        assertThat(connect.failure()).isEmpty();
    }

    private LimitDiscovery discovery(String... settings) {
        return new LimitDiscovery(
                settings(settings), Map.of("default", lane.quotas()), name -> account, changes, discovered, () -> NOW);
    }

    private static Settings settings(String... more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", "b:1",
                "schema.registry.url", "http://r:1",
                "instances", "sales",
                "instances.sales.id", "sales-0001"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return SettingsLoader.load(Optional.empty(), Map.of(), all).settings();
    }

    private static LimitChange rate(double perSecond, double burst) {
        return new OfRate("default", LimitSource.DISCOVERED, Optional.of(new RateLimit(perSecond, burst)));
    }

    private static LimitChange quota(int chats) {
        return new OfQuota("default", "sales-0001", LimitSource.DISCOVERED, Optional.of(chats));
    }

    private List<LimitChange> told() {
        return changes.inForce().changes();
    }

    @Test
    void theRateOfTheLaneAndTheQuotaOfAListedInstanceAreRead() throws InterruptedException {
        try (LimitDiscovery discovery = discovery()) {
            assertThat(discovery.ask()).isTrue();
        }
        assertThat(told()).containsExactly(rate(20, 32), quota(250));
        assertThat(discovered.quota("default", "sales-0001").applied()).contains(250.0);
        assertThat(discovered.rate("default").readAt()).contains(NOW);
    }

    @Test
    void aBurstOfTheSettingsHoldsWithADiscoveredRate() throws InterruptedException {
        try (LimitDiscovery discovery = discovery("lanes.default.rate.burst", "11")) {
            discovery.ask();
        }
        assertThat(told()).contains(rate(20, 11));
    }

    @Test
    void aQuotaThatChangesIsFoundTheNextTime() throws InterruptedException {
        try (LimitDiscovery discovery = discovery()) {
            discovery.ask();
            connect.change(it -> it.rules().quota("sales-0001", 300).rate(40, 64));
            discovery.ask();
        }
        assertThat(told()).containsExactlyInAnyOrder(rate(40, 64), quota(300));
    }

    @Test
    void aMissingRightIsToldOnceWithTheActionAndTheDefaultsHold() throws InterruptedException {
        connect.change(it -> it.rules().answerAction(RATE, ConnectError.ACCESS_DENIED));
        try (LimitDiscovery discovery = discovery()) {
            assertThat(discovery.ask()).as("no use to ask again soon").isTrue();
            discovery.ask();
            assertThat(log.list).singleElement().satisfies(it -> {
                assertThat(it.getLevel()).isEqualTo(Level.WARN);
                assertThat(it.getFormattedMessage()).contains("servicequotas:GetServiceQuota");
            });
        }
        assertThat(told()).isEmpty();
        assertThat(discovered.rate("default").problem()).contains("AccessDeniedException");
    }

    @Test
    void whereTheSettingsNameAllNumbersAMissingRightIsNoWarning() throws InterruptedException {
        connect.change(it -> it.rules().answerAction(RATE, ConnectError.ACCESS_DENIED));
        try (LimitDiscovery discovery =
                discovery("lanes.default.rate.per.second", "5", "instances.sales.concurrent.chats", "100")) {
            discovery.ask();
            assertThat(log.list)
                    .singleElement()
                    .satisfies(it -> assertThat(it.getLevel()).isEqualTo(Level.INFO));
        }
    }

    @Test
    void anInstanceIsAskedForAsSoonAsItsAccountIsKnown() throws InterruptedException {
        account = Optional.empty();
        try (LimitDiscovery discovery = discovery()) {
            assertThat(discovery.ask()).as("asks again soon").isFalse();
            assertThat(told()).containsExactly(rate(20, 32));
            account = Optional.of("123456789012");
            assertThat(discovery.ask()).isTrue();
        }
        assertThat(told()).contains(quota(250));
    }

    @Test
    void whatWasReadStaysWhenAwsFallsSilent() throws InterruptedException {
        try (LimitDiscovery discovery = discovery()) {
            discovery.ask();
            connect.change(it -> it.rules().answerAction(RATE, ConnectError.RESOURCE_NOT_FOUND));
            assertThat(discovery.ask()).isFalse();
        }
        assertThat(told()).containsExactly(rate(20, 32), quota(250));
        assertThat(discovered.rate("default").applied()).contains(20.0);
        assertThat(discovered.rate("default").problem()).contains("ResourceNotFoundException");
    }
}
