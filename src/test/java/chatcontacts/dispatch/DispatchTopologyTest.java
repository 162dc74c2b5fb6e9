package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture;
import chatcontacts.dispatch.engine.LimitChange;
import chatcontacts.dispatch.engine.Simulation;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology as it ships, with calls that are answered by hand. */
final class DispatchTopologyTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] KEY = {0, -1, 7};
    private static final byte[] VALUE = {5, 4, 3};

    @TempDir
    Path stateDirectory;

    private final HeldStarter starter = new HeldStarter();
    private final DrainGate gate = new DrainGate();
    private final LimitChanges limits = new LimitChanges();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> dispatchTopic;
    private TestInputTopic<byte[], byte[]> controlTopic;
    private TestOutputTopic<byte[], byte[]> results;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    /** Answers when told to. */
    private static final class HeldStarter implements ChatStarter {
        final List<String> tokens = new ArrayList<>();
        final List<CompletableFuture<CallResult>> answers = new ArrayList<>();

        @Override
        public CompletionStage<CallResult> start(StartChat call, String clientToken) {
            tokens.add(clientToken);
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public String host() {
            return "connect.example";
        }

        @Override
        public void close() {}
    }

    /** The tasks of a process that never stands still, in the time of the test's driver. */
    static DispatchRuntime runtime(DrainGate gate, LimitChanges limits) {
        return new DispatchRuntime(Map.of(), gate, limits, new StreamThreads(Duration.ofDays(1_000)), () -> 0);
    }

    private Topology topology(DispatchRuntime runtime) {
        InstanceLimits instance = InstanceLimits.configured(500, ChatEndVisibility.Mode.AUTO);
        LaneLimits lane = new LaneLimits(
                Optional.of("eu-central-1"), Limit.configured(new RateLimit(5, 8)), 100, Map.of(), instance, true);
        DispatchSettings settings = new DispatchSettings(
                Map.of("default", lane),
                8,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofHours(1),
                Duration.ofMinutes(15),
                EngineFixture.PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
        return DispatchTopology.build(
                new DispatchTopology.Topics(
                        "chat-dispatch",
                        "chat-results",
                        "chat-requests-dead-letter",
                        Optional.of(new DispatchTopology.CommandTopics("chat-dispatch-control", "chat-control-log")),
                        Map.of()),
                settings,
                Map.of("default", starter),
                (schema, bytes, offset) -> new DecodedRequest(
                        StartChat.of("i1", "flow", "customer"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        5,
                        Optional.empty(),
                        Optional.empty()),
                (topic, result) -> kindOf(result).getBytes(StandardCharsets.UTF_8),
                (topic, entry) -> entry.toString().getBytes(StandardCharsets.UTF_8),
                DispatchMetrics.SILENT,
                runtime,
                CallTraces.SILENT,
                "1.2.3");
    }

    private static String kindOf(Result result) {
        return switch (result.outcome()) {
            case Outcome.Started started -> "STARTED " + started.contact().contactId();
            case Outcome.Failed failed -> "FAILED " + failed.reason();
        };
    }

    @BeforeEach
    void open() {
        open(runtime(gate, limits));
    }

    private void open(DispatchRuntime runtime) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-dispatch");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "DEBUG"); // punctuations are counted at that level
        driver = new TopologyTestDriver(topology(runtime), properties, START);
        dispatchTopic = driver.createInputTopic("chat-dispatch", new ByteArraySerializer(), new ByteArraySerializer());
        controlTopic =
                driver.createInputTopic("chat-dispatch-control", new ByteArraySerializer(), new ByteArraySerializer());
        results = driver.createOutputTopic("chat-results", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic(
                "chat-requests-dead-letter", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void request(String token) {
        Instant now = START.plusSeconds(1);
        Envelope envelope = new Envelope(
                "i1",
                token,
                Simulation.fingerprint(1),
                5,
                START.plus(Duration.ofHours(1)),
                Optional.empty(),
                now,
                2,
                Optional.empty(),
                Optional.empty());
        List<Original.Header> headers = List.of(
                new Original.Header("traceparent", new byte[] {1, 2}),
                new Original.Header("chat.reason", "EXPIRED".getBytes(StandardCharsets.UTF_8)),
                new Original.Header("chat.mine", new byte[] {3}),
                new Original.Header("traceparent", null));
        Original original = new Original(new Source("chat-requests", 3, 42), now, KEY, VALUE, headers);
        byte[] message = DispatchCodec.toBytes(new DispatchMessage.Request(envelope, original, new InOriginal(0, 0)));
        dispatchTopic.pipeInput("default".getBytes(StandardCharsets.UTF_8), message);
    }

    @Test
    void aMovedRequestComesBackOverTheDispatchTopicAndStartsInTheOtherInstance() {
        control("p", new ControlCommand.Pause(false, Optional.empty()));
        request("token");
        control(
                "m",
                new ControlCommand.Move(
                        RequestFilter.ALL, new MoveTarget("default", "i2"), Map.of("flow", "flow of i2")));
        pass(300);

        assertThat(starter.tokens).containsExactly("token");
        starter.answers.get(0).complete(EngineFixture.started("token"));
        pass(20);
        assertThat(results.readRecordsToList()).hasSize(1);
    }

    private void control(String id, ControlCommand.ControlAction action) {
        ControlOrigin origin = new ControlOrigin("ada", "an incident", START);
        byte[] message = DispatchCodec.toBytes(new DispatchMessage.Control(
                new ControlCommand(id, Optional.of("i1"), action, false, START.plus(Duration.ofHours(1)), origin)));
        TestInputTopic<byte[], byte[]> topic =
                action instanceof ControlCommand.OnRequests ? dispatchTopic : controlTopic;
        topic.pipeInput("default".getBytes(StandardCharsets.UTF_8), message);
    }

    private void pass(long ms) {
        for (long left = ms; left > 0; left -= 10) {
            driver.advanceWallClockTime(Duration.ofMillis(10));
        }
    }

    @Test
    void aStartedChatIsAResultUnderItsTokenWithTheRequestsHeadersButNoneOfOurs() {
        request("token");
        pass(300);
        assertThat(starter.tokens).containsExactly("token");
        assertThat(results.isEmpty()).isTrue();
        starter.answers.get(0).complete(EngineFixture.started("token"));
        pass(20);
        TestRecord<byte[], byte[]> result = results.readRecord();
        assertThat(result.key()).isEqualTo("token".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(result.value(), StandardCharsets.UTF_8)).isEqualTo("STARTED chat of token");
        assertThat(names(result)).containsExactly("traceparent", "traceparent");
        assertThat(Instant.ofEpochMilli(result.timestamp())).isBetween(START, START.plusSeconds(1));
        assertThat(results.isEmpty() && deadLetters.isEmpty()).isTrue();
    }

    private static List<String> names(TestRecord<byte[], byte[]> found) {
        List<String> names = new ArrayList<>();
        found.headers().forEach(header -> names.add(header.key()));
        return names;
    }

    @Test
    void aFailureIsAResultAndADeadLetterWithTheOriginalByteForByte() {
        request("token");
        pass(300);
        starter.answers.get(0).complete(EngineFixture.rejected());
        pass(20);
        assertThat(new String(results.readRecord().value(), StandardCharsets.UTF_8))
                .isEqualTo("FAILED REJECTED");
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(VALUE);
        assertThat(names(letter).subList(0, 3)).containsExactly("traceparent", "chat.mine", "traceparent");
        Map<String, String> ours = new HashMap<>();
        for (Header header : letter.headers()) {
            if (DeadLetterHeaders.isReserved(header.key()) && !header.key().equals("chat.mine")) {
                assertThat(ours.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
                        .as("never doubled: " + header.key())
                        .isNull();
            }
        }
        assertThat(ours.remove("chat.failed.at")).startsWith("2026-01-01T00:00:00.3");
        assertThat(ours.remove("chat.first.call.at")).startsWith("2026-01-01T00:00:00.2");
        assertThat(ours)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("__streams.errors.exception", "REJECTED"),
                        Map.entry(
                                "__streams.errors.message",
                                "Amazon Connect refused it: InvalidRequestException (instance i1, contact flow flow)"),
                        Map.entry("__streams.errors.topic", "chat-requests"),
                        Map.entry("__streams.errors.partition", "3"),
                        Map.entry("__streams.errors.offset", "42"),
                        Map.entry("chat.reason", "REJECTED"),
                        Map.entry("chat.error.code", "InvalidRequestException"),
                        Map.entry("chat.attempts", "1"),
                        Map.entry("chat.client.token", "token"),
                        Map.entry("chat.first.seen", "2026-01-01T00:00:01Z"),
                        Map.entry("chat.maybe.started", "false"),
                        Map.entry("chat.aws.request.id", "aws-3"),
                        Map.entry("chat.service.version", "1.2.3"),
                        Map.entry("chat.region", "eu-central-1"),
                        Map.entry("chat.redrive.count", "2")));
    }

    @Test
    void aCallThatEndsInAnExceptionIsAnUnansweredOne() {
        request("token");
        pass(300);
        starter.answers.get(0).completeExceptionally(new IllegalStateException("a fault of the client"));
        pass(1_000);
        assertThat(starter.tokens).containsExactly("token", "token");
        starter.answers.get(1).complete(EngineFixture.rejected());
        pass(20);
        assertThat(new String(results.readRecord().value(), StandardCharsets.UTF_8))
                .isEqualTo("FAILED UNCERTAIN");
    }

    /** Chats whose ends are not seen hold no slot, so a call that waits for its answer fills the only one. */
    @Test
    void aLimitThatIsToldWhileItRunsLetsWaitingRequestsGo() {
        limits.tell(new LimitChange.OfQuota("default", "i1", LimitSource.OPERATOR, Optional.of(1)));
        request("first");
        request("second");
        pass(1_000);
        assertThat(starter.tokens).containsExactly("first");
        limits.tell(new LimitChange.OfQuota("default", "i1", LimitSource.OPERATOR, Optional.of(2)));
        pass(20);
        assertThat(starter.tokens).containsExactly("first", "second");
    }

    @Test
    void aTaskThatIsMadeLaterBeginsWithTheLimitsThatHold() {
        limits.tell(new LimitChange.OfRate("default", LimitSource.OPERATOR, Optional.of(new RateLimit(0.1, 1))));
        close();
        open();
        request("token");
        pass(5_000);
        assertThat(starter.tokens).as("the first token takes ten seconds").isEmpty();
        pass(6_000);
        assertThat(starter.tokens).hasSize(1);
    }

    @Test
    void theGateKnowsWhatIsOutAndLetsNothingNewGoOnceItIsShut() {
        request("token");
        pass(300);
        assertThat(gate.inFlight()).isEqualTo(1);
        gate.close();
        request("other");
        starter.answers.get(0).complete(EngineFixture.started("token"));
        pass(1_000);
        assertThat(gate.inFlight()).isZero();
        assertThat(starter.tokens).containsExactly("token");
    }

    @Test
    void afterAStandstillNothingIsCalledUntilACommitThatBeganLaterHasSucceeded() {
        AtomicLong clockMs = new AtomicLong(START.toEpochMilli());
        StreamThreads threads = new StreamThreads(Duration.ofSeconds(15));
        close();
        open(new DispatchRuntime(Map.of(), gate, limits, threads, clockMs::get));
        pass(1_000);
        clockMs.addAndGet(9_000);

        request("token");
        pass(300);
        assertThat(starter.tokens).isEmpty();
        assertThat(gate.inFlight()).isZero();

        threads.freezes().committed(clockMs.get(), clockMs.get() + 5);
        pass(300);
        assertThat(starter.tokens).containsExactly("token");
    }

    @Test
    void aThreadWithCallsInFlightWaitsForWhatIsDueUntilAResponseEndsItsWait() {
        StreamThreads threads = new StreamThreads(Duration.ofDays(1_000));
        close();
        open(new DispatchRuntime(Map.of(), gate, limits, threads, () -> 0));
        pass(1_000);
        request("token");
        pass(300);
        long nowMs = START.toEpochMilli() + 1_300;
        AtomicInteger interruptions = new AtomicInteger();
        ConsumerWait wait = threads.waits().own();
        assertThat(wait.begin(nowMs, interruptions::incrementAndGet)).isGreaterThan(2);

        starter.answers.get(0).complete(EngineFixture.started("token"));
        assertThat(interruptions).hasValue(1);
        assertThat(wait.end()).isTrue();
        assertThat(wait.begin(nowMs, interruptions::incrementAndGet)).isEqualTo(ConsumerWait.NOW);
        wait.end();

        pass(20);
        assertThat(results.isEmpty()).isFalse();
        assertThat(wait.begin(nowMs + 20, interruptions::incrementAndGet)).isGreaterThan(2);
        assertThat(interruptions).hasValue(1);
    }

    @Test
    void aRequestThatExpiresWhileItsBatchIsHandledIsNotCalled() {
        AtomicLong clockMs = new AtomicLong(START.toEpochMilli());
        close();
        open(new DispatchRuntime(Map.of(), gate, limits, new StreamThreads(Duration.ofDays(1_000)), clockMs::get));
        pass(1_000);
        request("in time");
        clockMs.addAndGet(Duration.ofHours(1).toMillis() + 1);
        request("too late");

        assertThat(starter.tokens).containsExactly("in time");
        assertThat(new String(results.readRecord().value(), StandardCharsets.UTF_8))
                .isEqualTo("FAILED EXPIRED");
    }

    /** Every punctuation asks for a commit, so an idle service must have none. */
    @Test
    void noTimerIsLeftWhenThereIsNothingToWaitFor() {
        pass(1_000);
        assertThat(punctuationsWhile(Duration.ofMinutes(10))).isZero();
        request("token");
        pass(300);
        starter.answers.get(0).complete(EngineFixture.started("token"));
        pass(500);
        assertThat(punctuationsWhile(Duration.ofMinutes(10)))
                .as("a settled request waits for the end of its credentials")
                .isZero();
        assertThat(punctuationsWhile(Duration.ofMinutes(10))).isPositive();
        assertThat(punctuationsWhile(Duration.ofMinutes(10)))
                .as("a settled request waits for the end of its credentials, then for its expiry")
                .isZero();
        assertThat(punctuationsWhile(Duration.ofHours(1))).isPositive();
        assertThat(punctuationsWhile(Duration.ofDays(1)))
                .as("that the unlisted instance started a chat is forgotten after a day")
                .isBetween(1L, 2L);
        assertThat(punctuationsWhile(Duration.ofDays(1))).isZero();
    }

    private long punctuationsWhile(Duration duration) {
        double before = punctuations();
        for (int i = 0; i < 100; i++) {
            driver.advanceWallClockTime(duration.dividedBy(100));
        }
        return Math.round(punctuations() - before);
    }

    private double punctuations() {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("punctuate-total")
                        && metric.getKey().group().equals("stream-task-metrics"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
    }

    @Test
    void itsDescriptionIsPinnedForARenamedStoreIsLostState() {
        assertThat(topology(runtime(gate, limits)).describe().toString()).isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: dispatch-control (topics: [chat-dispatch-control])
                              --> dispatch
                            Source: dispatch-messages (topics: [chat-dispatch])
                              --> dispatch
                            Processor: dispatch (stores: [state])
                              --> control, control-log, dead-letters, lanes, results
                              <-- dispatch-messages, dispatch-control
                            Sink: control (topic: chat-dispatch-control)
                              <-- dispatch
                            Sink: control-log (topic: chat-control-log)
                              <-- dispatch
                            Sink: dead-letters (topic: chat-requests-dead-letter)
                              <-- dispatch
                            Sink: lanes (topic: chat-dispatch)
                              <-- dispatch
                            Sink: results (topic: chat-results)
                              <-- dispatch

                        """);
    }
}
