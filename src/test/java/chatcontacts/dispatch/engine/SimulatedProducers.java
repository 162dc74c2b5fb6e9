package chatcontacts.dispatch.engine;

import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.FormerRounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Requests of every kind over two minutes; duplicates, cancellations and redrives of them, some of which come after days. */
final class SimulatedProducers {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final Simulation simulation;
    private final SimulationProfile profile;
    private final RandomGenerator random;
    private final List<Sent> sent = new ArrayList<>();
    private int tokens;

    private record Sent(Envelope envelope, StartChat call, int content) {}

    SimulatedProducers(Simulation simulation) {
        this.simulation = simulation;
        this.profile = simulation.profile;
        this.random = simulation.random;
    }

    void schedule() {
        for (int i = random.nextInt(20, 150); i > 0; i--) {
            simulation.at(random.nextLong(120_000), this::request);
        }
        for (int i = random.nextInt(30); i > 0; i--) {
            simulation.at(random.nextLong(150_000), this::duplicate);
            simulation.at(random.nextLong(150_000), this::cancel);
            simulation.at(random.nextLong(100_000, 600_000), this::redrive);
        }
        if (profile.has(Disturbance.DENIED_CROWD)) {
            for (int i = random.nextInt(50, 200); i > 0; i--) {
                String instance = SimulationProfile.DENIED + i;
                profile.rules().deny(instance);
                simulation.at(random.nextLong(60_000), () -> request(instance, random.nextLong(120_000)));
            }
        }
        if (profile.has(Disturbance.MANY_DEADLINES)) {
            simulation.at(random.nextLong(90_000), this::manyAtOnce);
        }
        if (profile.has(Disturbance.LATE_REDRIVES)) {
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                simulation.at(random.nextLong(DAY_MS / 2, 9 * DAY_MS), this::redrive);
            }
        }
        if (profile.has(Disturbance.LATE_DUPLICATES)) {
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                simulation.at(random.nextLong(DAY_MS, 3 * DAY_MS), this::lateDuplicate);
            }
        }
    }

    private String anyInstance() {
        return profile.instances().get(random.nextInt(profile.instances().size()));
    }

    private void request() {
        long patienceMs = random.nextInt(4) == 0 ? random.nextLong(0, 10_000) : random.nextLong(10_000, 3_000_000);
        request(anyInstance(), patienceMs);
    }

    /** They expire together while their records are still taken in, or more at once than one step lets expire. */
    private void manyAtOnce() {
        boolean slowly = random.nextInt(4) != 0;
        if (slowly) {
            simulation.slowRecords(20, 5_000);
        }
        Instant deadline = simulation.now().plusMillis(random.nextLong(100, 3_000));
        for (int i = slowly ? random.nextInt(20, 100) : 700; i > 0; i--) {
            request(anyInstance(), Duration.between(simulation.now(), deadline).toMillis());
        }
    }

    private void request(String instance, long patienceMs) {
        int number = tokens++;
        String token = "token-" + number;
        if (random.nextInt(30) == 0) {
            simulation.cancel(instance, token);
        }
        String flow = switch (random.nextInt(12)) {
            case 0 -> "denied-flow";
            case 1 -> SimulatedCall.BROKEN_FLOW;
            default -> "flow-" + random.nextInt(3);
        };
        Envelope envelope = envelope(
                instance, token, number, random.nextInt(10), patienceMs, 0, FormerRounds.none(simulation.now()));
        send(envelope, StartChat.of(instance, flow, "customer " + number), number);
    }

    private void send(Envelope envelope, StartChat call, int content) {
        simulation.checks.known(envelope);
        simulation.request(envelope, call);
        sent.add(new Sent(envelope, call, content));
    }

    private void duplicate() {
        if (!sent.isEmpty()) {
            Sent first = any();
            boolean reused = random.nextInt(6) == 0;
            int content = reused ? 20_000 + first.content : first.content;
            simulation.request(again(first, content, patienceMs(first), 0), first.call);
        }
    }

    private long patienceMs(Sent first) {
        return Math.max(
                0, Duration.between(simulation.now(), first.envelope.deadline()).toMillis());
    }

    /** Of a request whose outcome was certain: a doubtful one is kept for longer. */
    private void lateDuplicate() {
        Sent first = any();
        String token = first.envelope.clientToken();
        boolean redriven = sent.stream()
                        .filter(it -> it.envelope.clientToken().equals(token))
                        .count()
                > 1;
        if (!redriven && last(token).isEmpty() && !simulation.checks.isForgotten(token)) {
            Envelope again = again(first, first.content, random.nextLong(1_000, 3_000_000), 0);
            simulation.checks.knownAgain(again);
            simulation.request(again, first.call);
        }
    }

    private void cancel() {
        if (!sent.isEmpty()) {
            Envelope envelope = any().envelope;
            simulation.cancel(envelope.instanceId(), envelope.clientToken());
        }
    }

    private Sent any() {
        return sent.get(random.nextInt(sent.size()));
    }

    /** Sends a request again whose failure was published, with what is known of its former rounds. */
    private void redrive() {
        for (Sent first : List.copyOf(sent)) {
            String token = first.envelope.clientToken();
            int round = first.envelope.redriveCount();
            boolean last = sent.stream()
                    .noneMatch(other ->
                            other.envelope.clientToken().equals(token) && other.envelope.redriveCount() > round);
            Optional<DeadLetter> letter = last(token).filter(it -> it.redriveCount() == round);
            if (last && letter.isPresent() && random.nextBoolean() && !simulation.checks.isForgotten(token)) {
                FormerRounds rounds = new FormerRounds(
                        letter.get().firstSeen(),
                        letter.get().calls().firstCallAt(),
                        letter.get().calls().maybeStarted());
                Envelope again = envelope(
                        first.envelope.instanceId(),
                        token,
                        first.content,
                        first.envelope.priority(),
                        random.nextLong(1_000, 600_000),
                        round + 1,
                        rounds);
                send(again, first.call, first.content);
                return;
            }
        }
    }

    /** The dead letter of its last round. */
    private Optional<DeadLetter> last(String token) {
        DeadLetter last = null;
        for (DeadLetter letter : simulation.checks.deadLetters()) {
            boolean its = letter.reason() != Reason.TOKEN_REUSED
                    && letter.clientToken().equals(Optional.of(token));
            if (its && (last == null || letter.redriveCount() > last.redriveCount())) {
                last = letter;
            }
        }
        return Optional.ofNullable(last);
    }

    private Envelope again(Sent first, int content, long patienceMs, int redriveCount) {
        return envelope(
                first.envelope.instanceId(),
                first.envelope.clientToken(),
                content,
                first.envelope.priority(),
                patienceMs,
                redriveCount,
                FormerRounds.none(simulation.now()));
    }

    private Envelope envelope(
            String instance,
            String token,
            int content,
            int priority,
            long patienceMs,
            int redriveCount,
            FormerRounds rounds) {
        return new Envelope(
                instance,
                token,
                Simulation.fingerprint(content),
                priority,
                simulation.now().plusMillis(patienceMs),
                Optional.empty(),
                simulation.now(),
                redriveCount,
                Optional.empty(),
                Optional.empty(),
                rounds);
    }
}
