package chatcontacts.dispatch.engine;

import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.Cancel;
import chatcontacts.domain.control.ControlCommand.ClearLimit;
import chatcontacts.domain.control.ControlCommand.ControlAction;
import chatcontacts.domain.control.ControlCommand.LimitQuota;
import chatcontacts.domain.control.ControlCommand.LimitRate;
import chatcontacts.domain.control.ControlCommand.Pause;
import chatcontacts.domain.control.ControlCommand.ProbeNow;
import chatcontacts.domain.control.ControlCommand.Resume;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.RequestFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Operators who do anything for two minutes, and then let everything go. */
final class SimulatedOperators {

    /** When the lane is in the settings again. */
    private static final long LET_GO_MS = 190_000;

    private final Simulation simulation;
    private final RandomGenerator random;
    private int commands;

    private SimulatedOperators(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random;
    }

    static void schedule(Simulation simulation) {
        SimulatedOperators operators = new SimulatedOperators(simulation);
        for (int i = operators.random.nextInt(2, 25); i > 0; i--) {
            simulation.at(operators.random.nextLong(120_000), operators::anything);
        }
        simulation.at(LET_GO_MS, operators::letGo);
    }

    private void letGo() {
        List<Optional<String>> scopes = new ArrayList<>(List.of(Optional.empty()));
        simulation.profile.instances().forEach(it -> scopes.add(Optional.of(it)));
        scopes.forEach(it -> {
            simulation.steer(command(it, new Resume(), false, Duration.ofHours(1)));
            simulation.steer(command(it, new ClearLimit(), false, Duration.ofHours(1)));
        });
    }

    private void anything() {
        List<String> instances = simulation.profile.instances();
        Optional<String> scope =
                random.nextBoolean() ? Optional.empty() : Optional.of(instances.get(random.nextInt(instances.size())));
        Optional<Instant> until = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(simulation.now().plusMillis(random.nextLong(1, 60_000)));
        give(
                scope,
                switch (random.nextInt(7)) {
                    case 0, 1 -> new Pause(random.nextBoolean(), until);
                    case 2 -> new Resume();
                    case 3 -> new ProbeNow();
                    case 4 -> new ClearLimit();
                    case 5 -> new Cancel(filter());
                    default -> limit(scope.isPresent(), until);
                });
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
        Duration valid = Duration.ofMillis(random.nextLong(60_000));
        ControlCommand command = command(instanceId, action, random.nextInt(10) == 0, valid);
        simulation.steer(command);
        if (random.nextInt(5) == 0) {
            simulation.steer(command);
        }
    }

    private ControlCommand command(Optional<String> instanceId, ControlAction action, boolean dryRun, Duration valid) {
        Instant now = simulation.now();
        return new ControlCommand(
                "command-" + ++commands,
                instanceId,
                action,
                dryRun,
                now.plus(valid),
                new ControlOrigin("operator", "chance", now));
    }
}
