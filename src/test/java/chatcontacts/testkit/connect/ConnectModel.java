package chatcontacts.testkit.connect;

import chatcontacts.testkit.connect.ConnectResponse.Contact;
import chatcontacts.testkit.connect.ConnectResponse.Grants;
import chatcontacts.testkit.connect.ConnectResponse.Refused;
import chatcontacts.testkit.connect.ConnectResponse.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One AWS account and Region of Amazon Connect, as far as starting chats goes: a pure state machine. Time comes in as an
 * argument and must not run backwards; equal seeds and calls give equal answers. Not thread-safe.
 *
 * <p>A call is judged in this order: blanket answer, API rate, parameters, access, existence, client token, quota. So a
 * repeated token gets its contact from a full instance too, and costs rate like any call.
 */
public final class ConnectModel {

    /** What every participant token starts with: a search of logs for it finds every leak. */
    public static final String TOKEN_PREFIX = "QVFJREFI";

    private static final Duration DEFAULT_CHAT_DURATION = Duration.ofHours(25);

    private final ConnectRules rules;
    private final SplittableRandom ids;
    private final SplittableRandom lives;
    private final RateBucket bucket = new RateBucket();
    private final RateBucket describeBucket = new RateBucket();
    private final Map<TokenKey, Issued> tokens = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private final ActiveChats chats;
    private boolean eventsWanted = true;

    public ConnectModel(ConnectRules rules, long seed) {
        this.rules = rules;
        this.ids = new SplittableRandom(seed);
        this.lives = new SplittableRandom(seed + 1);
        this.chats = new ActiveChats(this::newId);
    }

    private record TokenKey(String instanceId, String clientToken) {}

    private record Issued(String contactId, Optional<String> continuedFrom, UUID fingerprint, Instant at) {}

    public ConnectRules rules() {
        return rules;
    }

    /** With no one to hear them, events need not be made. Holds for chats that start from here on. */
    public void wantEvents(boolean wanted) {
        this.eventsWanted = wanted;
    }

    /** The bare id of an instance given by id or ARN. */
    static String bareInstanceId(String instanceIdOrArn) {
        return instanceIdOrArn.startsWith("arn:")
                ? instanceIdOrArn.substring(instanceIdOrArn.lastIndexOf('/') + 1)
                : instanceIdOrArn;
    }

    /**
     * Answers one StartChatContact call.
     *
     * @param instanceId id or ARN
     * @param clientToken without one, every call starts another chat
     */
    public ConnectResponse startChat(
            @Nullable String instanceId, StartParams params, @Nullable String clientToken, Instant now) {
        chats.run(now);
        Optional<ConnectError> blanket = rules.blanket();
        if (blanket.isPresent()) {
            return new Refused(blanket.get(), "every call is answered so at present");
        }
        if (!bucket.take(rules.ratePerSecond(), rules.burst(), now)) {
            return new Refused(rules.nextThrottle(), "Rate exceeded");
        }
        Optional<Refused> invalid = ParameterCheck.of(instanceId, params, clientToken, rules);
        if (invalid.isPresent() || instanceId == null || params.contactFlowId() == null) {
            return invalid.orElseThrow();
        }
        String instance = bareInstanceId(instanceId);
        Optional<Refused> barred = barred(instance, params.contactFlowId(), params);
        if (barred.isPresent()) {
            return barred.get();
        }
        TokenKey key = clientToken == null ? null : new TokenKey(instance, clientToken);
        Issued issued = key == null ? null : tokens.get(key);
        if (key != null
                && issued != null
                && issued.at().plus(rules.tokenWindow()).isAfter(now)) {
            return repeat(key, issued, params, now);
        }
        if (chats.count(instance) >= rules.quotaOf(instance)) {
            return new Refused(ConnectError.LIMIT_EXCEEDED, "too many concurrent active chats");
        }
        return start(instance, params, key, now);
    }

    private Optional<Refused> barred(String instance, String flow, StartParams params) {
        if (rules.denies(instance) || rules.denies(flow)) {
            return Optional.of(new Refused(ConnectError.ACCESS_DENIED, "not authorized: connect:StartChatContact"));
        }
        var persistence = params.persistentChat();
        boolean unknownSource = rules.mustSourceContactsExist()
                && persistence != null
                && persistence.sourceContactId() != null
                && !started.contains(persistence.sourceContactId());
        if (!rules.knowsInstance(instance) || !rules.knowsFlow(flow) || unknownSource) {
            return Optional.of(new Refused(ConnectError.RESOURCE_NOT_FOUND, "no such instance, flow or contact"));
        }
        return Optional.empty();
    }

    private ConnectResponse repeat(TokenKey key, Issued issued, StartParams params, Instant now) {
        if (!issued.fingerprint().equals(ParamsFingerprint.of(params))) {
            violations.add(
                    "client token " + key.clientToken() + " of " + key.instanceId() + " came with other content");
            return new Refused(ConnectError.INVALID_REQUEST, "the client token was used with other parameters");
        }
        return answer(issued.contactId(), issued.continuedFrom(), params, now, true);
    }

    /** The contact of each client token, by bare instance id, a space and the token. */
    Map<String, KnownContact> held() {
        Map<String, KnownContact> held = new HashMap<>();
        tokens.forEach((key, issued) -> held.put(
                key.instanceId() + " " + key.clientToken(), new KnownContact(issued.contactId(), issued.at())));
        return held;
    }

    private ConnectResponse start(String instance, StartParams params, @Nullable TokenKey key, Instant now) {
        String contactId = newId();
        var persistence = params.persistentChat();
        Optional<String> continuedFrom =
                persistence == null ? Optional.empty() : Optional.ofNullable(persistence.sourceContactId());
        if (key != null) {
            tokens.put(key, new Issued(contactId, continuedFrom, ParamsFingerprint.of(params), now));
        }
        Long minutes = params.chatDurationInMinutes();
        open(instance, contactId, minutes == null ? DEFAULT_CHAT_DURATION : Duration.ofMinutes(minutes), now);
        return answer(contactId, continuedFrom, params, now, false);
    }

    private ConnectResponse answer(
            String contactId, Optional<String> continuedFrom, StartParams params, Instant now, boolean repeated) {
        if (params.connectionTypes() != null && !rules.canConnect()) {
            return new Refused(ConnectError.INTERNAL_SERVICE, "what was asked for cannot be returned");
        }
        Grants grants = ConnectionGrants.of(params, contactId, chats.isActive(contactId), now);
        return new Started(contact(contactId, continuedFrom, grants), repeated);
    }

    private void open(String instance, String contactId, Duration longest, Instant now) {
        Duration drawn = rules.chatDurationOf(instance)
                .map(spread -> spread.sample(lives))
                .orElse(longest);
        boolean transferred = lives.nextDouble() < rules.transferProbability();
        started.add(contactId);
        chats.open(
                instance,
                contactId,
                now,
                drawn.compareTo(longest) < 0 ? drawn : longest,
                transferred,
                eventsWanted && !rules.isSilent(instance));
    }

    /** A chat that somebody else starts, past the API rate; false if the quota is full. */
    public boolean startForeignChat(String instanceId, Instant now) {
        chats.run(now);
        boolean room = chats.count(instanceId) < rules.quotaOf(instanceId);
        if (room) {
            open(instanceId, newId(), DEFAULT_CHAT_DURATION, now);
        }
        return room;
    }

    /** Ends a chat before its time, by its first contact id; false if it is not active. */
    public boolean endChat(String contactId, Instant now) {
        chats.run(now);
        return chats.end(contactId, now);
    }

    /** Ends the chat that has been active longest in that instance; false if none is. */
    public boolean endOldestChat(String instanceId, Instant now) {
        chats.run(now);
        Optional<String> oldest = chats.oldest(instanceId);
        return oldest.isPresent() && chats.end(oldest.get(), now);
    }

    /** Ends the chats whose time is over. */
    void settle(Instant now) {
        chats.run(now);
    }

    /** Ends the chats whose time is over, and yields all events since the last time, in the order in which they happened. */
    public List<ContactEvent> advance(Instant now) {
        chats.run(now);
        return chats.takeEvents();
    }

    /**
     * A contact, active or not.
     *
     * @param initialContactId of the chat that it is a segment of
     * @param disconnectedAt empty while it is active
     */
    record ContactState(
            String instanceId, String initialContactId, Instant initiatedAt, Optional<Instant> disconnectedAt) {}

    /** Whether the rate of DescribeContact allows a call: 10 a second, burst 15. */
    boolean mayDescribe(Instant now) {
        return describeBucket.take(10, 15, now);
    }

    /** What DescribeContact knows of that contact. */
    Optional<ContactState> contact(String instanceId, String contactId, Instant now) {
        chats.run(now);
        return chats.contact(contactId).filter(it -> it.instanceId().equals(instanceId));
    }

    /** When {@link #advance} next has something to do, but for events that lie ready. */
    public Optional<Instant> nextChange() {
        return chats.nextStep();
    }

    /** Active chats of that instance, foreign ones included. */
    public int active(String instanceId) {
        return chats.count(instanceId);
    }

    /** The same for all instances. */
    public Map<String, Integer> active() {
        return chats.counts();
    }

    /** For each instance the most chats that were ever active at once. */
    public Map<String, Integer> mostActive() {
        return chats.mostActive();
    }

    /** What a correct client never does: sentences, one for each time. */
    public List<String> violations() {
        return Collections.unmodifiableList(violations);
    }

    private String newId() {
        long high = (ids.nextLong() & ~0xF000L) | 0x4000L;
        long low = (ids.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Participant id and token follow from the contact id, so that they need not be remembered. */
    private static Contact contact(String contactId, Optional<String> continuedFrom, Grants grants) {
        UUID seed = UUID.fromString(contactId);
        long low = seed.getLeastSignificantBits();
        byte[] secret = new byte[372];
        new SplittableRandom(low).nextBytes(secret);
        UUID participant = new UUID(((low >>> 3) & ~0xF000L) | 0x4000L, low);
        return new Contact(
                contactId,
                participant.toString(),
                TOKEN_PREFIX + Base64.getEncoder().encodeToString(secret),
                continuedFrom,
                grants);
    }
}
