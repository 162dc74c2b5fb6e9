package chatcontacts.system.chaos;

import chatcontacts.system.chaos.Disturbance.BrokerStop;
import chatcontacts.system.chaos.Disturbance.ConnectTrouble;
import chatcontacts.system.chaos.Disturbance.Kill;
import chatcontacts.system.chaos.Disturbance.RegistryStop;
import chatcontacts.system.chaos.Disturbance.Restart;
import chatcontacts.testkit.service.LocalEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Injects the faults of a schedule, from its construction on. Whatever can break has a thread of its own, on which it breaks
 * and comes back: things break at the same time, but none while it is broken already.
 */
final class FaultInjector {

    private final ServiceProcesses processes;
    private final LocalEnvironment environment;
    private final EventLog eventLog;
    private final RecoveryTimes recoveries;
    private final Consumer<String> teller;
    private final Map<String, ScheduledThreadPoolExecutor> threads = new HashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);

    FaultInjector(
            FaultSchedule schedule,
            ServiceProcesses processes,
            LocalEnvironment environment,
            EventLog eventLog,
            RecoveryTimes recoveries,
            Consumer<String> teller) {
        this.processes = processes;
        this.environment = environment;
        this.eventLog = eventLog;
        this.recoveries = recoveries;
        this.teller = teller;
        schedule.steps().forEach(step -> {
            var unused = threads.computeIfAbsent(victim(step.disturbance()), FaultInjector::thread)
                    .schedule(() -> carryOut(step.disturbance()), step.at().toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private static String victim(Disturbance disturbance) {
        return switch (disturbance) {
            case Kill kill -> "process-" + kill.process();
            case Restart restart -> "process-" + restart.process();
            case BrokerStop stop -> "broker";
            case RegistryStop stop -> "registry";
            case ConnectTrouble trouble -> "connect-" + trouble.lane();
        };
    }

    private static ScheduledThreadPoolExecutor thread(String victim) {
        return new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "fault-injector-" + victim);
            thread.setDaemon(true);
            return thread;
        });
    }

    private void carryOut(Disturbance disturbance) {
        try {
            teller.accept(disturbance.toString());
            switch (disturbance) {
                case Kill kill -> kill(kill);
                case Restart restart -> restart(restart);
                case BrokerStop stop -> stopBroker(stop);
                case RegistryStop stop -> stopRegistry(stop);
                case ConnectTrouble trouble -> trouble(trouble);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            eventLog.fault("could not " + disturbance + ": " + e);
        }
    }

    private void kill(Kill kill) throws InterruptedException {
        processes.kill(kill.process()).forEach(eventLog::fault);
        done(kill);
        pause(kill.down());
        processes.start(kill.process());
    }

    private void restart(Restart restart) {
        Instant began = Instant.now();
        processes.stop(restart.process()).forEach(eventLog::fault);
        eventLog.carriedOut(restart);
        recoveries.event(restart.kind(), began);
        processes.start(restart.process());
    }

    /** Its recovery is counted from its return. */
    private void stopBroker(BrokerStop stop) throws InterruptedException {
        environment.servers().kafka().stopBroker(0);
        pause(stop.down());
        environment.servers().kafka().startBroker(0);
        done(stop);
        teller.accept("the broker is back");
    }

    private void stopRegistry(RegistryStop stop) throws InterruptedException {
        environment.servers().registry().stop();
        pause(stop.down());
        environment.servers().registry().start();
        done(stop);
        teller.accept("the registry is back");
    }

    private void trouble(ConnectTrouble trouble) throws InterruptedException {
        environment.connect(trouble.lane()).change(trouble.trouble()::begin);
        pause(trouble.length());
        environment.connect(trouble.lane()).change(ConnectFault::end);
        done(trouble);
    }

    private void done(Disturbance disturbance) {
        eventLog.carriedOut(disturbance);
        recoveries.event(disturbance.kind(), Instant.now());
    }

    private void pause(Duration length) throws InterruptedException {
        boolean unused = over.await(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins nothing new, and brings back at once what is down. */
    void cutShort() {
        threads.values().forEach(thread -> thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false));
        threads.values().forEach(ScheduledThreadPoolExecutor::shutdown);
        over.countDown();
    }

    /** Returns when everything is carried out, and back. */
    void awaitEnd() throws InterruptedException {
        for (ScheduledThreadPoolExecutor thread : List.copyOf(threads.values())) {
            thread.shutdown();
            if (!thread.awaitTermination(10, TimeUnit.MINUTES)) {
                eventLog.fault("a disturbance did not end");
            }
        }
    }
}
