package chatcontacts.intake;

import chatcontacts.domain.control.ControlDecoder;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.CancellationDecoder;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.LaneDirectory;
import chatcontacts.domain.request.LaneDirectory.NotServed;
import chatcontacts.domain.request.LaneDirectory.NotServedCause;
import chatcontacts.domain.request.LaneDirectory.Served;
import chatcontacts.domain.request.MessageLimits;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestRules;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.EmptyHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Intake in Kafka's test driver. Decoders answer what a test tells them to. */
final class IntakeFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant RECORD_TIME = Instant.parse("2026-03-01T11:59:00Z");
    static final String INSTANCE = "11111111-2222-3333-4444-555555555555";
    static final String ARN = "arn:aws:connect:eu-central-1:123456789012:instance/" + INSTANCE;
    static final String REGION = "eu-central-1";
    static final String OTHER_REGION = "us-east-1";
    static final String UNKNOWN = "99999999-2222-3333-4444-555555555555";
    static final String UNWATCHED = "77777777-2222-3333-4444-555555555555";
    static final String FLOW = "66666666-2222-3333-4444-555555555555";

    static final IntakeTopics TOPICS = new IntakeTopics(
            "chat-requests",
            Optional.of("contact-events"),
            Optional.of("chat-cancellations"),
            Optional.of(new IntakeTopics.ControlTopic("chat-control", "chat-dispatch-control", "chat-control-log")),
            "chat-dispatch",
            "chat-results",
            "chat-requests-dead-letter");

    RequestDecoder decoder =
            (topic, value, schemaId) -> new RequestDecoder.Decoded(request(), new RequestDecoder.InOriginal(0, 5));
    CancellationDecoder cancellationDecoder =
            (topic, value, schemaId) -> new CancellationDecoder.DecodedCancellation(ARN, "token-1");
    ControlDecoder controlDecoder = (topic, value, schemaId) -> new ControlDecoder.MalformedControl("unset");
    Serializer<Result> resultSerializer = (topic, result) -> describe(result).getBytes(StandardCharsets.UTF_8);

    final FakeSleep pause = new FakeSleep();
    final FakeIntakeMetrics metrics = new FakeIntakeMetrics();
    final IntakeStatus status = new IntakeStatus(() -> NOW.plusNanos(pause.nanos()));
    final IntakeSettings settings;
    final IntakeDependencies dependencies = new IntakeDependencies(
            (topic, value, schemaId) -> decoder.decode(topic, value, schemaId),
            (topic, value, schemaId) -> cancellationDecoder.decode(topic, value, schemaId),
            (topic, value, schemaId) -> controlDecoder.decode(topic, value, schemaId),
            new RequestRules(MessageLimits.DOCUMENTED),
            lanes(),
            (topic, result) -> resultSerializer.serialize(topic, result),
            (topic, entry) -> entry.toString().getBytes(StandardCharsets.UTF_8),
            metrics,
            status,
            FormatVersions.CURRENT,
            pause);

    private final TopologyTestDriver driver;
    final TestInputTopic<byte[], byte[]> requests;
    final TestInputTopic<byte[], byte[]> events;
    final TestInputTopic<byte[], byte[]> cancellations;
    final TestInputTopic<byte[], byte[]> control;
    final TestOutputTopic<byte[], byte[]> controlLog;
    final TestOutputTopic<byte[], byte[]> dispatch;
    final TestOutputTopic<byte[], byte[]> dispatchControl;
    final TestOutputTopic<byte[], byte[]> results;
    final TestOutputTopic<byte[], byte[]> deadLetters;

    IntakeFixture() {
        this(false);
    }

    /** With {@code requests.other.types = skip}, or not. */
    IntakeFixture(boolean skipsOtherTypes) {
        settings = new IntakeSettings(
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                IntakeSettings.DEFAULT_MAX_RECORD_BYTES,
                skipsOtherTypes,
                "1.2.3");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "intake-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        driver = new TopologyTestDriver(IntakeTopology.of(TOPICS, settings, dependencies), properties, NOW);
        requests = input("chat-requests");
        events = input("contact-events");
        cancellations = input("chat-cancellations");
        control = input("chat-control");
        controlLog = output("chat-control-log");
        dispatch = output("chat-dispatch");
        dispatchControl = output("chat-dispatch-control");
        results = output("chat-results");
        deadLetters = output("chat-requests-dead-letter");
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static LaneDirectory lanes() {
        Map<String, String> lanes = Map.of(REGION, "frankfurt", OTHER_REGION, "virginia");
        Set<String> known = Set.of(INSTANCE, UNWATCHED);
        return instance -> {
            String region = instance.region().orElse(REGION);
            String lane = lanes.get(region);
            if (lane == null) {
                return new NotServed(NotServedCause.NO_LANE, "no lane serves it");
            }
            return known.contains(instance.id())
                    ? new Served(
                            lane,
                            instance.id(),
                            Optional.of(region),
                            !instance.id().equals(UNWATCHED))
                    : new NotServed(NotServedCause.NOT_CONFIGURED, "it is not configured");
        };
    }

    static StartChat call() {
        return StartChat.of(ARN, FLOW, "Jane Doe");
    }

    /** A request with a token and nothing else but what is required. */
    static DecodedRequest request() {
        return request(call(), Optional.of("token-1"), Optional.empty());
    }

    static DecodedRequest request(StartChat call, Optional<String> token, Optional<Instant> startBy) {
        return new DecodedRequest(call, token, startBy, Optional.empty(), 5, Optional.empty(), Optional.empty());
    }

    /** From now on every record decodes to that request. */
    void decodesTo(DecodedRequest request) {
        decoder = (topic, value, schemaId) -> new RequestDecoder.Decoded(request, new RequestDecoder.InOriginal(0, 5));
    }

    void send(String value, String... headers) {
        sendBytes(utf8(value), headers(headers));
    }

    void sendBytes(byte[] value, Headers headers) {
        requests.pipeInput(new TestRecord<>(utf8("key"), value, headers, RECORD_TIME));
    }

    static Headers headers(String... namesAndValues) {
        Headers headers = EmptyHeaders.create();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], utf8(namesAndValues[i + 1]));
        }
        return headers;
    }

    /** The one request that went to dispatch. */
    DispatchMessage.Request accepted() {
        return (DispatchMessage.Request)
                DispatchCodec.fromBytes(dispatch.readRecord().value());
    }

    boolean isSilent() {
        return dispatch.isEmpty() && dispatchControl.isEmpty() && results.isEmpty() && deadLetters.isEmpty();
    }

    static Optional<String> header(TestRecord<byte[], byte[]> record, String name) {
        int count = 0;
        for (Header header : record.headers().headers(name)) {
            count++;
            if (count > 1) {
                throw new AssertionError("header " + name + " is doubled by " + header.key());
            }
        }
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    static String describe(Result result) {
        var failed = (Outcome.Failed) result.outcome();
        return String.join(
                "|",
                result.instanceId(),
                result.clientToken(),
                failed.reason().name(),
                failed.errorCode().orElse("-"),
                failed.message(),
                "attempts=" + result.attempts(),
                "requestedAt=" + result.requestedAt().map(Instant::toString).orElse("-"),
                "acceptedAt=" + result.acceptedAt(),
                "settledAt=" + result.settledAt(),
                "replayed=" + result.replayed(),
                result.source().topic() + "-" + result.source().partition() + "@"
                        + result.source().offset());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> counted() {
        return metrics.counted;
    }

    @Override
    public void close() {
        driver.close();
    }
}
