package chatcontacts.testkit.connect;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which calls meet which {@link CallFault}: scripted rules first, in the order in which they were added, then probabilities,
 * in theirs. Not thread-safe.
 */
public final class FaultScript {

    private final SplittableRandom random;
    private final List<ScriptedFault> rules = new ArrayList<>();
    private final Map<CallFault, Double> probabilities = new LinkedHashMap<>();

    FaultScript(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private static final class ScriptedFault {
        final Predicate<String> instanceId;
        final Predicate<String> clientToken;
        final CallFault fault;
        int left;

        ScriptedFault(Predicate<String> instanceId, Predicate<String> clientToken, CallFault fault, int left) {
            this.instanceId = instanceId;
            this.clientToken = clientToken;
            this.fault = fault;
            this.left = left;
        }
    }

    /** The next calls, whosesoever. */
    public FaultScript next(int calls, CallFault fault) {
        return add(id -> true, token -> true, calls, fault);
    }

    /** The next calls whose client token matches ("" stands for none); Integer.MAX_VALUE for all. */
    public FaultScript nextOfToken(Predicate<String> clientToken, int calls, CallFault fault) {
        return add(id -> true, clientToken, calls, fault);
    }

    /** The next calls for that instance (bare id); Integer.MAX_VALUE for all. */
    public FaultScript nextOfInstance(String instanceId, int calls, CallFault fault) {
        return add(instanceId::equals, token -> true, calls, fault);
    }

    private FaultScript add(Predicate<String> instanceId, Predicate<String> clientToken, int calls, CallFault fault) {
        rules.add(new ScriptedFault(instanceId, clientToken, fault, calls));
        return this;
    }

    /** Any call that meets no rule, with that probability; 0 takes the fault away. */
    public FaultScript sometimes(double probability, CallFault fault) {
        probabilities.put(fault, probability);
        return this;
    }

    /** Forgets all rules and probabilities. */
    public void clear() {
        rules.clear();
        probabilities.clear();
    }

    Optional<CallFault> draw(@Nullable String instanceId, @Nullable String clientToken) {
        String instance = instanceId == null ? "" : ConnectModel.bareInstanceId(instanceId);
        String token = clientToken == null ? "" : clientToken;
        for (Iterator<ScriptedFault> it = rules.iterator(); it.hasNext(); ) {
            ScriptedFault rule = it.next();
            if (rule.instanceId.test(instance) && rule.clientToken.test(token)) {
                if (--rule.left <= 0) {
                    it.remove();
                }
                return Optional.of(rule.fault);
            }
        }
        for (var entry : probabilities.entrySet()) {
            if (random.nextDouble() < entry.getValue()) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
