package chatcontacts.testkit.connect;

import chatcontacts.testkit.connect.ConnectModel.ContactState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The chats that are active, and what becomes of each: queue, agent, perhaps one transfer, end. A transferred chat stays one
 * chat under its first contact id. Events pile up until they are taken.
 */
final class ActiveChats {

    private static final Duration QUEUED_WITHIN = Duration.ofSeconds(1);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private final Supplier<String> contactIds;
    private final Map<String, Map<String, Chat>> byInstance = new HashMap<>();
    private final Map<String, Chat> byInitialContact = new HashMap<>();
    private final Map<String, Integer> mostActive = new HashMap<>();
    private final TreeSet<Chat> byNextStep =
            new TreeSet<>(Comparator.comparing(Chat::nextAt).thenComparingLong(chat -> chat.number));
    private final Map<String, ContactState> contacts = new HashMap<>();
    private List<ContactEvent> events = new ArrayList<>();
    private long opened;

    ActiveChats(Supplier<String> contactIds) {
        this.contactIds = contactIds;
    }

    private enum ChatStep {
        QUEUE,
        ANSWER,
        TRANSFER,
        END
    }

    private record Planned(Instant at, ChatStep step) {}

    private static final class Chat {
        final long number;
        final String instanceId;
        final String initialContactId;
        final boolean told;
        final Deque<Planned> plan = new ArrayDeque<>(4);
        String contactId;
        Instant initiated;
        Optional<String> previousContactId = Optional.empty();

        Chat(long number, String instanceId, String contactId, boolean told, Instant initiated) {
            this.number = number;
            this.instanceId = instanceId;
            this.initialContactId = contactId;
            this.told = told;
            this.contactId = contactId;
            this.initiated = initiated;
        }

        Instant nextAt() {
            return plan.getFirst().at();
        }
    }

    int count(String instanceId) {
        return byInstance.getOrDefault(instanceId, Map.of()).size();
    }

    Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        byInstance.forEach((instanceId, chats) -> counts.put(instanceId, chats.size()));
        return counts;
    }

    /** For each instance the most chats that were ever active at once. */
    Map<String, Integer> mostActive() {
        return Map.copyOf(mostActive);
    }

    /** @param told whether anybody hears the chat's contact events */
    void open(String instanceId, String contactId, Instant now, Duration duration, boolean transferred, boolean told) {
        Chat chat = new Chat(opened++, instanceId, contactId, told, now);
        chat.plan.add(new Planned(now.plus(least(QUEUED_WITHIN, duration.dividedBy(10))), ChatStep.QUEUE));
        chat.plan.add(new Planned(now.plus(least(ANSWERED_WITHIN, duration.dividedBy(5))), ChatStep.ANSWER));
        if (transferred) {
            chat.plan.add(new Planned(now.plus(duration.dividedBy(2)), ChatStep.TRANSFER));
        }
        chat.plan.add(new Planned(now.plus(duration), ChatStep.END));
        byInitialContact.put(contactId, chat);
        byInstance.computeIfAbsent(instanceId, id -> new LinkedHashMap<>()).put(contactId, chat);
        mostActive.merge(instanceId, count(instanceId), Math::max);
        byNextStep.add(chat);
        begin(chat);
        tell(chat, ContactEvent.Type.CONNECTED_TO_SYSTEM, now);
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Whether that chat, by its first contact id, has not ended. */
    boolean isActive(String initialContactId) {
        return byInitialContact.containsKey(initialContactId);
    }

    /** Ends that chat before its time; false if it is not active. */
    boolean end(String initialContactId, Instant now) {
        Chat chat = byInitialContact.get(initialContactId);
        if (chat == null) {
            return false;
        }
        close(chat, now);
        return true;
    }

    /** The contact id of the chat that has been active longest in that instance. */
    Optional<String> oldest(String instanceId) {
        return byInstance.getOrDefault(instanceId, Map.of()).keySet().stream().findFirst();
    }

    Optional<Instant> nextStep() {
        return byNextStep.isEmpty()
                ? Optional.empty()
                : Optional.of(byNextStep.first().nextAt());
    }

    /** Lets everything happen that happens until then. */
    void run(Instant now) {
        while (!byNextStep.isEmpty() && !byNextStep.first().nextAt().isAfter(now)) {
            Chat chat = byNextStep.first();
            Planned planned = chat.plan.getFirst();
            if (planned.step() == ChatStep.END) {
                close(chat, planned.at());
            } else {
                byNextStep.remove(chat);
                chat.plan.removeFirst();
                byNextStep.add(chat);
                act(chat, planned);
            }
        }
    }

    private void act(Chat chat, Planned planned) {
        switch (planned.step()) {
            case QUEUE -> tell(chat, ContactEvent.Type.QUEUED, planned.at());
            case ANSWER -> tell(chat, ContactEvent.Type.CONNECTED_TO_AGENT, planned.at());
            case TRANSFER -> transfer(chat, planned.at());
            case END -> throw new IllegalStateException("an end is a close");
        }
    }

    /** The new segment opens before the former one ends, as with an agent's transfer. */
    private void transfer(Chat chat, Instant at) {
        Chat former = new Chat(chat.number, chat.instanceId, chat.initialContactId, chat.told, chat.initiated);
        former.contactId = chat.contactId;
        former.previousContactId = chat.previousContactId;
        chat.previousContactId = Optional.of(chat.contactId);
        chat.contactId = contactIds.get();
        chat.initiated = at;
        begin(chat);
        tell(chat, ContactEvent.Type.QUEUED, at);
        tellEnd(former, at);
        tell(chat, ContactEvent.Type.CONNECTED_TO_AGENT, at);
    }

    private void close(Chat chat, Instant at) {
        byNextStep.remove(chat);
        byInitialContact.remove(chat.initialContactId);
        Map<String, Chat> siblings = byInstance.getOrDefault(chat.instanceId, Map.of());
        siblings.remove(chat.initialContactId);
        tellEnd(chat, at);
    }

    private void begin(Chat chat) {
        contacts.put(
                chat.contactId,
                new ContactState(chat.instanceId, chat.initialContactId, chat.initiated, Optional.empty()));
        tell(chat, ContactEvent.Type.INITIATED, chat.initiated);
    }

    /** What is known of that contact, a chat or a segment of one. */
    Optional<ContactState> contact(String contactId) {
        return Optional.ofNullable(contacts.get(contactId));
    }

    private void tellEnd(Chat chat, Instant at) {
        contacts.put(
                chat.contactId,
                new ContactState(chat.instanceId, chat.initialContactId, chat.initiated, Optional.of(at)));
        tell(chat, ContactEvent.Type.DISCONNECTED, at);
        tell(chat, ContactEvent.Type.COMPLETED, at);
    }

    private void tell(Chat chat, ContactEvent.Type type, Instant at) {
        if (chat.told) {
            boolean over = type == ContactEvent.Type.DISCONNECTED || type == ContactEvent.Type.COMPLETED;
            events.add(new ContactEvent(
                    type,
                    chat.instanceId,
                    chat.contactId,
                    chat.initialContactId,
                    chat.previousContactId,
                    chat.initiated,
                    over ? Optional.of(at) : Optional.empty(),
                    at));
        }
    }

    List<ContactEvent> takeEvents() {
        List<ContactEvent> taken = events;
        events = new ArrayList<>();
        return taken;
    }
}
