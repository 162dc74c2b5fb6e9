package chatcontacts.testkit.connect;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Remembers what is needed to judge a client, see {@link ConnectStats}. Some 200 bytes for each token. Not thread-safe. */
final class CallRecorder {

    private static final int KEPT_IN_FULL = 1_000;
    private static final int USER_AGENTS = 20;
    private static final Pattern ATTEMPT = Pattern.compile("attempt=(\\d+)");

    private final Map<String, Long> byKind = new TreeMap<>();
    private final Map<Integer, Long> bySdkAttempt = new TreeMap<>();
    private final Map<String, Long> byUserAgent = new HashMap<>();
    private final Map<TokenUse.Key, TokenUse> tokens = new HashMap<>();
    private final Deque<ReceivedCall> received = new ArrayDeque<>();
    private final CallTimes arrivals = new CallTimes();
    private long created;
    private long untokened;
    private long unsigned;
    private long undocumentedFields;
    private int inFlight;
    private int mostInFlight;

    void arrived(Instant now) {
        arrivals.add(now);
        mostInFlight = Math.max(mostInFlight, ++inFlight);
    }

    /** Below zero it does not go: calls that were in flight when everything was reset leave later. */
    void left() {
        inFlight = Math.max(0, inFlight - 1);
    }

    void headers(@Nullable String sdkRequest, @Nullable String userAgent) {
        Matcher attempt = ATTEMPT.matcher(sdkRequest == null ? "" : sdkRequest);
        bySdkAttempt.merge(attempt.find() ? Integer.parseInt(attempt.group(1)) : 0, 1L, Long::sum);
        String agent = userAgent == null ? "" : userAgent;
        if (byUserAgent.size() < USER_AGENTS || byUserAgent.containsKey(agent)) {
            byUserAgent.merge(agent, 1L, Long::sum);
        }
    }

    void sawUnsigned() {
        unsigned++;
    }

    /** A call that was answered without being understood. */
    void answered(String kind) {
        byKind.merge(kind, 1L, Long::sum);
    }

    void answered(ReceivedCall call, boolean newContact) {
        answered(call.kind());
        undocumentedFields += call.params().undocumented().size();
        created += newContact ? 1 : 0;
        String instanceId = call.instanceId();
        String token = call.clientToken();
        if (token == null) {
            untokened++;
        } else if (instanceId != null) {
            tokens.merge(
                    new TokenUse.Key(ConnectModel.bareInstanceId(instanceId), token),
                    new TokenUse(1, newContact ? 1 : 0),
                    (a, b) -> new TokenUse(a.calls() + b.calls(), a.contacts() + b.contacts()));
        }
        received.add(call);
        if (received.size() > KEPT_IN_FULL) {
            received.remove();
        }
    }

    TokenUse token(String instanceId, String clientToken) {
        return tokens.getOrDefault(new TokenUse.Key(instanceId, clientToken), TokenUse.NONE);
    }

    ConnectStats stats(ConnectModel model, EventChannel events) {
        return new ConnectStats(
                arrivals.count(),
                new TreeMap<>(byKind),
                created,
                tokens.values().stream().filter(use -> use.contacts() > 0).count(),
                tokens.values().stream().filter(use -> use.contacts() > 1).count(),
                tokens.values().stream().mapToInt(TokenUse::calls).max().orElse(0),
                untokened,
                unsigned,
                undocumentedFields,
                inFlight,
                mostInFlight,
                new TreeMap<>(bySdkAttempt),
                Map.copyOf(byUserAgent),
                model.active(),
                model.mostActive(),
                events.posted(),
                events.lost(),
                events.duplicated(),
                List.copyOf(model.violations()),
                arrivals.copy(),
                List.copyOf(received));
    }
}
