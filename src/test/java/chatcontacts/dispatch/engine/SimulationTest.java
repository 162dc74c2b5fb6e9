package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.Cancel;
import chatcontacts.domain.control.ControlCommand.ClearLimit;
import chatcontacts.domain.control.ControlCommand.ControlAction;
import chatcontacts.domain.control.ControlCommand.LimitQuota;
import chatcontacts.domain.control.ControlCommand.LimitRate;
import chatcontacts.domain.control.ControlCommand.Move;
import chatcontacts.domain.control.ControlCommand.Pause;
import chatcontacts.domain.control.ControlCommand.ProbeNow;
import chatcontacts.domain.control.ControlCommand.Resume;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.StartChat;
import chatcontacts.testkit.connect.ConnectRules;
import chatcontacts.testkit.connect.RandomDuration;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Runs {@link Simulation} with many seeds. {@code -Dsimulation.seeds=5000} runs more, {@code -Dsimulation.seed=17} runs one.
 */
final class SimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 300);

    @Test
    void keepsEveryInvariantWhateverHappens() {
        Long single = Long.getLong("simulation.seed");
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> answers = new TreeMap<>();
        for (long seed = single == null ? 0 : single; seed < (single == null ? SEEDS : single + 1); seed++) {
            Simulation simulation = simulate(seed);
            simulation.totals.outcomes.forEach((kind, count) -> outcomes.merge(kind, count, Integer::sum));
            simulation.totals.answers.forEach((kind, count) -> answers.merge(kind, count, Integer::sum));
        }
        if (single == null) {
            assertThat(outcomes.keySet())
                    .as("what the seeds reach")
                    .contains(
                            "STARTED",
                            "REPLAYED",
                            "UNCERTAIN",
                            "EXPIRED",
                            "CANCELLED",
                            "REJECTED",
                            "TOKEN_REUSED",
                            "UNKNOWN_INSTANCE",
                            "RETRIES_EXHAUSTED");
            assertThat(answers).containsKeys("LimitExceededException", "REPEATED", "AccessDeniedException");
        }
    }

    @Test
    void operatorsBreakNoInvariantAndNothingPausedStarts() {
        int moved = 0;
        for (long seed = 0; seed < SEEDS / 3; seed++) {
            moved += simulate(seed, Operators::schedule).totals.moved;
        }
        assertThat(moved).as("requests that were moved").isPositive();
    }

    private static Simulation simulate(long seed) {
        return simulate(seed, simulation -> {});
    }

    private static Simulation simulate(long seed, Consumer<Simulation> more) {
        Simulation simulation = new Simulation(profile(new SplittableRandom(seed)), seed);
        try {
            new Workload(simulation).schedule();
            more.accept(simulation);
            simulation.run(Duration.ofHours(3).toMillis());
            simulation.checkEnd();
            return simulation;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " (run it alone with -Dsimulation.seed=" + seed + "): " + e.getMessage() + "; "
                            + simulation.totals,
                    e);
        }
    }

    private static SimulationProfile profile(SplittableRandom random) {
        List<String> instances = List.of("i1", "i2", "i3").subList(0, random.nextInt(1, 4));
        int configured = random.nextInt(2, 30);
        int real = random.nextInt(3) == 0 ? Math.max(1, configured / 2) : configured;
        double rate = random.nextDouble(1, 20);
        double burst = random.nextDouble(1, 30);
        boolean throttles = random.nextInt(3) == 0;
        ConnectRules rules = new ConnectRules()
                .quota(real)
                .rate(throttles ? rate * 0.7 : 1e9, throttles ? burst : 1e9)
                .chatDuration(new RandomDuration.Uniform(Duration.ofSeconds(1), Duration.ofSeconds(20)))
                .transfers(random.nextDouble(0, 0.3))
                .deny("denied-flow");
        if (random.nextInt(3) == 0) {
            rules.silence("i1");
        }
        double trouble = random.nextInt(3) == 0 ? 0 : random.nextDouble(0, 0.08);
        return new SimulationProfile(
                instances,
                configured,
                List.of(ChatEndVisibility.Mode.AUTO, ChatEndVisibility.Mode.ON, ChatEndVisibility.Mode.OFF)
                        .get(random.nextInt(3)),
                rate,
                burst,
                random.nextInt(1, 20),
                random.nextInt(2, 9),
                rules,
                random.nextLong(20, 400),
                trouble,
                trouble,
                trouble,
                trouble / 2,
                trouble,
                random.nextInt(2) == 0 ? 0 : random.nextDouble(0, 0.2),
                random.nextLong(10, 3_000));
    }

    /** Requests of every kind over two minutes, and what disturbs them. */
    private static final class Workload {
        private final Simulation simulation;
        private final RandomGenerator random;
        private final List<Sent> sent = new ArrayList<>();

        private record Sent(Envelope envelope, StartChat call, int content) {}

        Workload(Simulation simulation) {
            this.simulation = simulation;
            this.random = simulation.random;
        }

        void schedule() {
            int requests = random.nextInt(20, 150);
            for (int i = 0; i < requests; i++) {
                int number = i;
                simulation.at(random.nextLong(120_000), () -> request(number));
            }
            for (int i = random.nextInt(30); i > 0; i--) {
                simulation.at(random.nextLong(150_000), this::duplicate);
                simulation.at(random.nextLong(150_000), this::cancel);
                simulation.at(random.nextLong(100_000, 600_000), this::redrive);
            }
            for (int i = random.nextInt(6); i > 0; i--) {
                simulation.at(random.nextLong(200_000), simulation::crash);
            }
            simulation.crashBehindCalls(random.nextInt(4));
            for (int i = random.nextInt(3); i > 0; i--) {
                simulation.at(random.nextLong(150_000), () -> simulation.fetchCredentials(random.nextLong(10, 20_000)));
            }
            if (random.nextInt(4) == 0) {
                boolean settles = random.nextBoolean();
                simulation.at(
                        random.nextLong(120_000), () -> simulation.removeLane(settles, random.nextLong(100, 60_000)));
            }
            for (int i = random.nextInt(40); i > 0; i--) {
                String instance = anyInstance();
                simulation.at(random.nextLong(120_000), () -> {
                    simulation.connect.startForeignChat(instance, simulation.now());
                    simulation.passOnEvents();
                });
            }
        }

        private String anyInstance() {
            List<String> instances = simulation.profile.instances();
            return instances.get(random.nextInt(instances.size()));
        }

        private void request(int number) {
            boolean early = random.nextInt(30) == 0;
            String token = "token-" + number;
            String instance = anyInstance();
            if (early) {
                simulation.send(new DispatchMessage.Cancellation(instance, token));
            }
            String flow = switch (random.nextInt(12)) {
                case 0 -> "denied-flow";
                case 1 -> SimulatedCall.BROKEN_FLOW;
                default -> "flow-" + random.nextInt(3);
            };
            long patienceMs = random.nextInt(4) == 0 ? random.nextLong(0, 10_000) : random.nextLong(10_000, 3_000_000);
            send(
                    new Envelope(
                            instance,
                            token,
                            Simulation.fingerprint(number),
                            random.nextInt(10),
                            simulation.now().plusMillis(patienceMs),
                            Optional.empty(),
                            simulation.now(),
                            0,
                            Optional.empty(),
                            Optional.empty()),
                    StartChat.of(instance, flow, "customer " + number),
                    number);
        }

        private void send(Envelope envelope, StartChat call, int content) {
            long offset = simulation.request(envelope, call);
            simulation.known(envelope.clientToken(), offset, envelope);
            sent.add(new Sent(envelope, call, content));
        }

        private void duplicate() {
            if (sent.isEmpty()) {
                return;
            }
            Sent first = sent.get(random.nextInt(sent.size()));
            boolean reused = random.nextInt(6) == 0;
            Envelope again = with(
                    first.envelope(),
                    reused ? 20_000 + first.content() : first.content(),
                    first.envelope().deadline(),
                    0);
            simulation.request(again, first.call());
        }

        private void cancel() {
            if (!sent.isEmpty()) {
                Envelope envelope = sent.get(random.nextInt(sent.size())).envelope();
                simulation.send(new DispatchMessage.Cancellation(envelope.instanceId(), envelope.clientToken()));
            }
        }

        /** Sends a request again whose failure was published. */
        private void redrive() {
            for (Sent first : List.copyOf(sent)) {
                boolean failed = simulation.deadLetters.values().stream()
                        .anyMatch(letter -> letter.reason() != Reason.TOKEN_REUSED
                                && letter.clientToken()
                                        .equals(Optional.of(first.envelope().clientToken()))
                                && letter.redriveCount() == first.envelope().redriveCount());
                boolean last = sent.stream()
                        .noneMatch(other -> other.envelope()
                                        .clientToken()
                                        .equals(first.envelope().clientToken())
                                && other.envelope().redriveCount()
                                        > first.envelope().redriveCount());
                if (failed && last) {
                    Instant deadline = simulation.now().plusMillis(random.nextLong(1_000, 600_000));
                    Envelope again = with(
                            first.envelope(),
                            first.content(),
                            deadline,
                            first.envelope().redriveCount() + 1);
                    send(again, first.call(), first.content());
                    return;
                }
            }
        }

        private Envelope with(Envelope first, int content, Instant deadline, int redriveCount) {
            return new Envelope(
                    first.instanceId(),
                    first.clientToken(),
                    Simulation.fingerprint(content),
                    first.priority(),
                    deadline,
                    Optional.empty(),
                    simulation.now(),
                    redriveCount,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** Operators who do anything for two minutes, and in the end let everything go. */
    private static final class Operators {
        private final Simulation simulation;
        private final RandomGenerator random;
        private int commands;

        private Operators(Simulation simulation) {
            this.simulation = simulation;
            this.random = simulation.random;
        }

        static void schedule(Simulation simulation) {
            Operators operators = new Operators(simulation);
            for (int i = operators.random.nextInt(2, 25); i > 0; i--) {
                simulation.at(operators.random.nextLong(120_000), operators::anything);
            }
            simulation.at(130_000, operators::letGo);
        }

        private void letGo() {
            List<Optional<String>> scopes = new ArrayList<>(List.of(Optional.empty()));
            simulation.profile.instances().forEach(it -> scopes.add(Optional.of(it)));
            scopes.forEach(it -> {
                give(it, new Resume());
                give(it, new ClearLimit());
            });
        }

        private void anything() {
            List<String> instances = simulation.profile.instances();
            Optional<String> scope = random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(instances.get(random.nextInt(instances.size())));
            Optional<Instant> until = random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(simulation.now().plusMillis(random.nextLong(1, 60_000)));
            give(
                    scope,
                    switch (random.nextInt(8)) {
                        case 0, 1 -> new Pause(random.nextBoolean(), until);
                        case 2 -> new Resume();
                        case 3 -> new ProbeNow();
                        case 4 -> new ClearLimit();
                        case 5 -> new Cancel(filter());
                        case 6 -> move(instances);
                        default -> limit(scope.isPresent(), until);
                    });
        }

        /** Also of a whole lane and to the instance itself, which intake refuses. */
        private Move move(List<String> instances) {
            String target = instances.get(random.nextInt(instances.size()));
            return new Move(filter(), new MoveTarget(Simulation.LANE, target), Map.of());
        }

        private RequestFilter filter() {
            int from = random.nextInt(10);
            return new RequestFilter(
                    Optional.empty(),
                    OptionalInt.of(from),
                    OptionalInt.of(random.nextInt(from, 10)),
                    random.nextBoolean() ? Optional.empty() : Optional.of(simulation.now()),
                    Optional.empty());
        }

        private ControlAction limit(boolean ofInstance, Optional<Instant> until) {
            SimulationProfile profile = simulation.profile;
            return ofInstance
                    ? new LimitQuota(random.nextInt(1, 2 * profile.configuredQuota()), until)
                    : new LimitRate(
                            OptionalDouble.of(random.nextDouble(0.5, 1.5 * profile.ratePerSecond())),
                            OptionalInt.of(random.nextInt(1, 2 + (int) (1.5 * profile.burst()))),
                            until);
        }

        private void give(Optional<String> instanceId, ControlAction action) {
            Instant now = simulation.now();
            ControlCommand command = new ControlCommand(
                    "command-" + ++commands,
                    instanceId,
                    action,
                    random.nextInt(10) == 0,
                    now.plusMillis(random.nextLong(0, 60_000)),
                    new ControlOrigin("operator", "chance", now));
            simulation.steer(command);
            if (random.nextInt(5) == 0) {
                simulation.steer(command);
            }
        }
    }

    @Test
    void startsEverythingThatNothingStandsInTheWayOf() {
        SimulationProfile calm = new SimulationProfile(
                List.of("i1"),
                500,
                ChatEndVisibility.Mode.AUTO,
                5,
                8,
                100,
                8,
                new ConnectRules().rate(5, 8),
                150,
                0,
                0,
                0,
                0,
                0,
                0,
                50);
        Simulation simulation = new Simulation(calm, 1);
        for (int i = 0; i < 100; i++) {
            String token = "token-" + i;
            Envelope envelope = new Envelope(
                    "i1",
                    token,
                    Simulation.fingerprint(i),
                    5,
                    simulation.now().plusSeconds(3600),
                    Optional.empty(),
                    simulation.now(),
                    0,
                    Optional.empty(),
                    Optional.empty());
            long offset = simulation.request(envelope, StartChat.of("i1", "flow", "customer"));
            simulation.known(token, offset, envelope);
        }
        simulation.run(Duration.ofSeconds(30).toMillis());
        simulation.checkEnd();
        assertThat(simulation.results.values())
                .allSatisfy(result -> assertThat(result.outcome()).isInstanceOf(Outcome.Started.class));
        assertThat(simulation.totals.calls).isEqualTo(100);
    }
}
