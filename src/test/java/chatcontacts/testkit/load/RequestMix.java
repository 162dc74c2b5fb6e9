package chatcontacts.testkit.load;

import chatcontacts.ChatRequest;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.load.RequestDraft.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Draws up a mix of requests as life brings it: mostly sound ones with every optional parameter now and then, about 5 %
 * repeats, 3 % invalid, 1 % garbage, and a few of each other {@link Kind}. Equal seeds give equal mixes, but for times. Not
 * thread-safe.
 */
public final class RequestMix {

    /** The one flow that the simulator knows. */
    public static final String FLOW = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

    private static final String OTHER_FLOW = "00000000-0000-4000-8000-000000000000";
    private static final int REMEMBERED = 200;

    private final SplittableRandom random;
    private final List<LocalInstance> instances;
    private final RequestTexts texts;
    /** Sound requests that may be sent again. */
    private final List<ChatRequest> sent = new ArrayList<>();

    /** Requests for those instances; the more chats an instance's quota allows, the more it gets. */
    public RequestMix(long seed, List<LocalInstance> instances) {
        this.random = new SplittableRandom(seed);
        this.instances = List.copyOf(instances);
        this.texts = new RequestTexts(random.split());
    }

    /** The next one. */
    public RequestDraft next(Instant now) {
        double lot = random.nextDouble();
        if (lot < 0.05 && !sent.isEmpty()) {
            return repeated(now);
        } else if (lot < 0.06 && !sent.isEmpty()) {
            return tokenReused(now);
        } else if (lot < 0.09) {
            ChatRequest invalid = plain(now);
            texts.spoil(invalid);
            return RequestDraft.of(Kind.INVALID, token(invalid), invalid);
        } else if (lot < 0.10) {
            return garbage();
        } else if (lot < 0.11) {
            ChatRequest lost = plain(now);
            lost.setContactFlowId(OTHER_FLOW);
            return RequestDraft.of(Kind.FLOW_UNKNOWN, token(lost), lost);
        } else if (lot < 0.13) {
            return RequestDraft.of(Kind.CANCELLED, "any key", plain(now));
        } else if (lot < 0.16) {
            ChatRequest hasty = plain(now);
            hasty.setStartBy(now.plusMillis(random.nextLong(300, 3_000)));
            return RequestDraft.of(Kind.HASTY, token(hasty), hasty);
        } else if (lot < 0.21) {
            ChatRequest tokenless = plain(now);
            tokenless.setClientToken(null);
            return RequestDraft.of(Kind.TOKENLESS, UUID.randomUUID().toString(), tokenless);
        }
        ChatRequest request = plain(now);
        remember(request);
        return RequestDraft.of(Kind.PLAIN, token(request), request);
    }

    private void remember(ChatRequest request) {
        if (sent.size() < REMEMBERED) {
            sent.add(request);
        } else {
            sent.set(random.nextInt(REMEMBERED), request);
        }
    }

    /** Whatever does not go to Connect may differ. */
    private RequestDraft repeated(Instant now) {
        ChatRequest first = sent.get(random.nextInt(sent.size()));
        ChatRequest again = new ChatRequest();
        again.getSchema().getFields().forEach(field -> again.put(field.pos(), first.get(field.pos())));
        again.setPriority(random.nextInt(10));
        again.setRequestedAt(now);
        return RequestDraft.of(Kind.REPEATED, token(again), again);
    }

    /** By the key of the first, so that it comes behind it. */
    private RequestDraft tokenReused(Instant now) {
        ChatRequest first = sent.get(random.nextInt(sent.size()));
        ChatRequest other = plain(now);
        other.setInstanceId(first.getInstanceId());
        other.setClientToken(first.getClientToken());
        return RequestDraft.of(Kind.TOKEN_REUSED, token(first), other);
    }

    private RequestDraft garbage() {
        String text = "{\"displayName\":\"" + RequestTexts.WORD + "\"}";
        return switch (random.nextInt(4)) {
            case 0 -> RequestDraft.noRequest(Kind.EMPTY, "a key without a value", null);
            case 1 -> RequestDraft.noRequest(Kind.GARBAGE, null, text.getBytes(StandardCharsets.UTF_8));
            case 2 -> RequestDraft.noRequest(Kind.GARBAGE, "a key", new byte[0]);
            default -> {
                ByteBuffer unknownSchema = ByteBuffer.allocate(5 + text.length());
                unknownSchema.put((byte) 0).putInt(999_999).put(text.getBytes(StandardCharsets.UTF_8));
                yield RequestDraft.noRequest(Kind.GARBAGE, "a key", unknownSchema.array());
            }
        };
    }

    /** A sound request, with a token and any choice of the optional parameters. */
    private ChatRequest plain(Instant now) {
        LocalInstance instance = instance();
        ChatRequest request = texts.request(
                random.nextInt(10) == 0 ? instance.arn() : instance.id(),
                FLOW,
                UUID.randomUUID().toString());
        request.setRequestedAt(random.nextInt(4) == 0 ? null : now);
        request.setPriority(random.nextInt(3) == 0 ? random.nextInt(10) : 5);
        if (random.nextInt(10) == 0) {
            request.setStartBy(now.plusSeconds(3600));
        }
        return request;
    }

    private LocalInstance instance() {
        int lot =
                random.nextInt(instances.stream().mapToInt(LocalInstance::quota).sum());
        for (LocalInstance instance : instances) {
            lot -= instance.quota();
            if (lot < 0) {
                return instance;
            }
        }
        return instances.getLast();
    }

    private static String token(ChatRequest request) {
        String token = request.getClientToken();
        return token == null ? "" : token;
    }
}
