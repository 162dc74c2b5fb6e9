package chatcontacts.testkit.connect;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated account allows, and may be changed while it runs. Not safe for several threads: whoever owns the
 * {@link ConnectModel} owns its rules. Unless changed: 5 calls a second with a burst of 8, 500 active chats for each instance,
 * every instance and flow known and allowed, chats that last until their ChatDurationInMinutes (25 h).
 */
public final class ConnectRules {

    private double ratePerSecond = 5;
    private double burst = 8;
    private int quota = 500;
    private final Map<String, Integer> quotas = new HashMap<>();
    private final Set<String> knownInstances = new HashSet<>();
    private final Set<String> knownFlows = new HashSet<>();
    private final Set<String> denied = new HashSet<>();
    private final Set<String> silentInstances = new HashSet<>();
    private final Map<String, ConnectError> actionErrors = new HashMap<>();
    private @Nullable ConnectError blanket;
    private @Nullable ConnectError throttleSpelling;
    private int throttles;
    private boolean sourceContactsMustExist;
    private boolean chatDurationAllowed = true;
    private Duration tokenWindow = Duration.ofDays(7);
    private @Nullable RandomDuration chatDuration;
    private final Map<String, RandomDuration> chatDurations = new HashMap<>();
    private double transferProbability;
    private boolean canConnect = true;
    private final Map<String, Integer> messageLimits = new HashMap<>(Map.of(
            "text/plain", 16_384,
            "text/markdown", 16_384,
            "application/json", 16_384,
            "application/vnd.amazonaws.connect.message.interactive.response", 16_384));

    /** The API rate of the account and Region. */
    public ConnectRules rate(double perSecond, double burst) {
        this.ratePerSecond = perSecond;
        this.burst = burst;
        return this;
    }

    /** No throttling at all. */
    public ConnectRules rateUnlimited() {
        return rate(1e9, 1e9);
    }

    /** Concurrent active chats of every instance that has no quota of its own. */
    public ConnectRules quota(int chats) {
        this.quota = chats;
        return this;
    }

    /** Concurrent active chats of that instance (bare id). Lowering it ends no chat. */
    public ConnectRules quota(String instanceId, int chats) {
        quotas.put(instanceId, chats);
        return this;
    }

    /** From the first one named on, all others are unknown. */
    public ConnectRules knowInstance(String instanceId) {
        knownInstances.add(instanceId);
        return this;
    }

    /** From the first one named on, all others are unknown. */
    public ConnectRules knowFlow(String contactFlowId) {
        knownFlows.add(contactFlowId);
        return this;
    }

    /** Calls for that instance or flow are answered with AccessDeniedException. */
    public ConnectRules deny(String instanceOrFlowId) {
        denied.add(instanceOrFlowId);
        return this;
    }

    /**
     * Calls of that other API are answered so.
     *
     * @param action as IAM names it, such as {@code connect:DescribeContact}
     * @param error null: as usual again
     */
    public ConnectRules answerAction(String action, @Nullable ConnectError error) {
        if (error == null) {
            actionErrors.remove(action);
        } else {
            actionErrors.put(action, error);
        }
        return this;
    }

    Optional<ConnectError> errorOf(String action) {
        return Optional.ofNullable(actionErrors.get(action));
    }

    public ConnectRules allow(String instanceOrFlowId) {
        denied.remove(instanceOrFlowId);
        return this;
    }

    /** Contact events of chats that start in that instance from here on are told to nobody. */
    public ConnectRules silence(String instanceId) {
        silentInstances.add(instanceId);
        return this;
    }

    /** Until {@link #answerNormally}: every call is refused so, unprocessed and at no cost of rate. */
    public ConnectRules answerEverythingWith(ConnectError error) {
        this.blanket = error;
        return this;
    }

    public ConnectRules answerNormally() {
        this.blanket = null;
        return this;
    }

    /** One spelling of throttling instead of all in turn. */
    public ConnectRules spellThrottling(ConnectError spelling) {
        if (!spelling.isThrottling()) {
            throw new IllegalArgumentException(spelling + " is no throttling");
        }
        this.throttleSpelling = spelling;
        return this;
    }

    /** PersistentChat.SourceContactId must name a contact that was started here, else ResourceNotFoundException. */
    public ConnectRules sourceContactsMustExist(boolean must) {
        this.sourceContactsMustExist = must;
        return this;
    }

    /** Whether ChatDurationInMinutes may be set at all. */
    public ConnectRules allowChatDuration(boolean allowed) {
        this.chatDurationAllowed = allowed;
        return this;
    }

    /** How long a client token is remembered. */
    public ConnectRules tokenWindow(Duration window) {
        this.tokenWindow = window;
        return this;
    }

    /** How long chats last; null: until their ChatDurationInMinutes, which cuts every chat in any case. */
    public ConnectRules chatDuration(@Nullable RandomDuration duration) {
        this.chatDuration = duration;
        return this;
    }

    public ConnectRules chatDuration(String instanceId, RandomDuration duration) {
        chatDurations.put(instanceId, duration);
        return this;
    }

    /** Whether what ConnectionTypes asks for can be returned; where it cannot, the call is an error and the chat exists. */
    public ConnectRules allowConnecting(boolean allowed) {
        this.canConnect = allowed;
        return this;
    }

    /** The share of chats that are transferred once. */
    public ConnectRules transfers(double probability) {
        this.transferProbability = probability;
        return this;
    }

    /** The longest InitialMessage.Content of that type, in UTF-8 bytes. */
    public ConnectRules messageLimit(String contentType, int bytes) {
        messageLimits.put(contentType, bytes);
        return this;
    }

    double ratePerSecond() {
        return ratePerSecond;
    }

    double burst() {
        return burst;
    }

    int quotaOf(String instanceId) {
        return quotas.getOrDefault(instanceId, quota);
    }

    boolean knowsInstance(String instanceId) {
        return knownInstances.isEmpty() || knownInstances.contains(instanceId);
    }

    boolean knowsFlow(String contactFlowId) {
        return knownFlows.isEmpty() || knownFlows.contains(contactFlowId);
    }

    boolean denies(String instanceOrFlowId) {
        return denied.contains(instanceOrFlowId);
    }

    boolean isSilent(String instanceId) {
        return silentInstances.contains(instanceId);
    }

    Optional<ConnectError> blanket() {
        return Optional.ofNullable(blanket);
    }

    /** The spelling of the next throttle. */
    ConnectError nextThrottle() {
        if (throttleSpelling != null) {
            return throttleSpelling;
        }
        return switch (throttles++ % 3) {
            case 0 -> ConnectError.TOO_MANY_REQUESTS;
            case 1 -> ConnectError.TOO_MANY_REQUESTS_EXCEPTION;
            default -> ConnectError.THROTTLING;
        };
    }

    boolean mustSourceContactsExist() {
        return sourceContactsMustExist;
    }

    boolean chatDurationAllowed() {
        return chatDurationAllowed;
    }

    Duration tokenWindow() {
        return tokenWindow;
    }

    Optional<RandomDuration> chatDurationOf(String instanceId) {
        return Optional.ofNullable(chatDurations.getOrDefault(instanceId, chatDuration));
    }

    boolean canConnect() {
        return canConnect;
    }

    double transferProbability() {
        return transferProbability;
    }

    @Nullable
    Integer messageLimit(String contentType) {
        return messageLimits.get(contentType);
    }
}
