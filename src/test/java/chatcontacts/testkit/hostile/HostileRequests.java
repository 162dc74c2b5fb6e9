package chatcontacts.testkit.hostile;

import chatcontacts.ChatRequest;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantDetails;
import chatcontacts.PersistentChat;
import chatcontacts.SegmentAttributeValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** Requests that are sound Avro and hold what no producer in its senses would ask for. */
final class HostileRequests {

    /** Confluent's format: a zero and four bytes that name the schema. */
    private static final int PREFIX = 5;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "\uD83D\uDE00",
            "\u202E",
            "a/b\\c\"'\n",
            "x".repeat(501),
            "y".repeat(20_000),
            "arn:aws:connect:::");

    private static final List<Long> TIMES = List.of(
            Long.MIN_VALUE, Long.MIN_VALUE / 2, -62_135_596_800_001L, -1L, 0L, 253_402_300_800_000L, Long.MAX_VALUE);

    private static final List<Integer> NUMBERS = List.of(Integer.MIN_VALUE, -1, 0, 10, 59, 10_081, Integer.MAX_VALUE);

    private final Noise noise;
    private final ChatRequest good;
    private final byte[] prefix = new byte[PREFIX];
    private final SpecificDatumWriter<ChatRequest> writer = new SpecificDatumWriter<>(ChatRequest.getClassSchema());
    private long number;

    /** Varies that request, whose record begins as the given bytes do. */
    HostileRequests(Noise noise, ChatRequest good, byte[] goodBytes) {
        this.noise = noise;
        this.good = good;
        System.arraycopy(goodBytes, 0, prefix, 0, PREFIX);
    }

    byte[] next() {
        ChatRequest.Builder request = ChatRequest.newBuilder(good)
                .setClientToken("hostile " + number++)
                .setRequestedAt(time());
        for (int i = 0; i < 2; i++) {
            vary(request);
        }
        return bytes(request.build());
    }

    private void vary(ChatRequest.Builder request) {
        String text = noise.pick(TEXTS);
        int whole = noise.pick(NUMBERS);
        var unused = switch (noise.pick(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))) {
            case 0 -> request.setInstanceId(text);
            case 1 -> request.setContactFlowId(text);
            case 2 -> request.setClientToken(text);
            case 3 -> request.setParticipantDetails(new ParticipantDetails(text));
            case 4 -> request.setAttributes(Map.of(text, text));
            case 5 -> request.setInitialMessage(new InitialMessage("text/plain", text));
            case 6 -> request.setChatDurationInMinutes(whole);
            case 7 -> request.setPriority(whole);
            case 8 -> request.setStartBy(time());
            case 9 -> request.setPersistentChat(new PersistentChat(text, text));
            case 10 -> request.setSegmentAttributes(Map.of(text, nested(noise.once(50) ? 150 : 12)));
            case 11 -> request.setSupportedMessagingContentTypes(List.of(text, text));
            default -> request.setClientToken(null);
        };
    }

    private Instant time() {
        return Instant.ofEpochMilli(noise.pick(TIMES));
    }

    private SegmentAttributeValue nested(int depth) {
        SegmentAttributeValue value = new SegmentAttributeValue();
        value.setValueInteger(noise.pick(NUMBERS));
        for (int i = 0; i < depth; i++) {
            SegmentAttributeValue outer = new SegmentAttributeValue();
            if (i % 2 == 0) {
                outer.setValueList(List.of(value));
            } else {
                outer.setValueMap(Map.of("m", value));
            }
            value = outer;
        }
        return value;
    }

    private byte[] bytes(ChatRequest request) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(prefix);
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.write(request, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
