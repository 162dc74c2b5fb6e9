package chatcontacts.wire;

import chatcontacts.InitialMessage;
import chatcontacts.ParticipantDetails;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.registry.BundledSchemaRequestReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the dispatch topic costs a request:  writing it at intake, reading it at dispatch, and the Avro within it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class DispatchCodecSpeed {

    private final BundledSchemaRequestReader reader = new BundledSchemaRequestReader();
    private final byte[] avro;
    private final DispatchMessage message;
    private final byte[] encoded;

    public DispatchCodecSpeed() {
        this.avro = avro();
        var source = new Source("chat-requests", 0, 4711);
        var at = Instant.parse("2026-01-01T00:00:00Z");
        var envelope = new Envelope(
                "11111111-1111-4111-8111-111111111111",
                "order-4711",
                new Fingerprint(new byte[Fingerprint.LENGTH]),
                5,
                at.plusSeconds(3_600),
                Optional.empty(),
                at,
                0,
                Optional.empty(),
                Optional.empty());
        byte[] key = "order-4711".getBytes(StandardCharsets.UTF_8);
        this.message = new DispatchMessage.Request(
                envelope, new Original(source, at, key, avro, List.of()), new InOriginal(0));
        this.encoded = DispatchCodec.toBytes(message);
    }

    /** A request as a website sends it. */
    private static byte[] avro() {
        var request = chatcontacts.ChatRequest.newBuilder()
                .setInstanceId("11111111-1111-4111-8111-111111111111")
                .setContactFlowId("22222222-2222-4222-8222-222222222222")
                .setClientToken("order-4711")
                .setParticipantDetails(new ParticipantDetails("Customer 4711"))
                .setInitialMessage(new InitialMessage("text/plain", "Hello, I have a question about my last order."))
                .setAttributes(Map.of("order", "4711", "language", "en", "page", "/orders/4711", "tier", "2"))
                .build();
        var bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(chatcontacts.ChatRequest.class).write(request, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Benchmark
    public byte[] toBytes() {
        return DispatchCodec.toBytes(message);
    }

    @Benchmark
    public DispatchMessage fromBytes() {
        return DispatchCodec.fromBytes(encoded);
    }

    @Benchmark
    public DecodedRequest readAvro() {
        return reader.read(avro, 0);
    }
}
