package chatcontacts.dispatch.engine;

import chatcontacts.testkit.connect.ContactEvent;
import chatcontacts.wire.DispatchMessage.ChatSeen;

/** Contact events on their way from Connect: late, twice, in another order, or not at all. */
final class SimulatedEvents {

    private final Simulation simulation;
    private long passedOnMs = -1;
    private boolean stopped;

    SimulatedEvents(Simulation simulation) {
        this.simulation = simulation;
    }

    /** From now on nothing comes through. */
    void stop() {
        stopped = true;
    }

    /** What has happened since goes on its way. */
    void passOn() {
        for (ContactEvent event : simulation.connect.advance(simulation.now())) {
            boolean ended =
                    event.type() == ContactEvent.Type.DISCONNECTED || event.type() == ContactEvent.Type.COMPLETED;
            ChatSeen seen = new ChatSeen(
                    event.instanceId(),
                    event.contactId(),
                    event.initialContactId(),
                    ended ? ChatSeen.Kind.ENDED : ChatSeen.Kind.OPEN,
                    event.at(),
                    ChatSeen.Regions.NONE);
            for (int copies = copies(ended); copies > 0; copies--) {
                simulation.at(
                        simulation.random.nextLong(5, simulation.profile.eventDelayMs()), () -> simulation.send(seen));
            }
        }
        simulation
                .connect
                .nextChange()
                .ifPresent(next -> simulation.at(next.toEpochMilli() - simulation.nowMs(), this::passOnOnce));
    }

    private int copies(boolean ended) {
        boolean lost = stopped
                || simulation.random.nextDouble() < simulation.profile.eventLoss()
                || (ended && simulation.random.nextDouble() < simulation.profile.endLoss());
        return lost ? 0 : simulation.random.nextInt(20) == 0 ? 2 : 1;
    }

    private void passOnOnce() {
        if (passedOnMs != simulation.nowMs()) {
            passedOnMs = simulation.nowMs();
            passOn();
        }
    }
}
