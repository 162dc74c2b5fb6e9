package chatcontacts.system.chaos;

import chatcontacts.testkit.connect.CallFault;
import chatcontacts.testkit.connect.ConnectEndpoint;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.RandomDuration;
import java.util.function.Consumer;

/** Temporary faults of Connect. */
enum ConnectFault {
    /** Some answers come after the service's time-out: those calls are in doubt. */
    SLOW("is slow", it -> it.latency(RandomDuration.parse("500ms..6s"))),
    REFUSING(
            "refuses everything",
            it -> it.faults().sometimes(1, new CallFault.Instead(ConnectError.SERVICE_UNAVAILABLE))),
    CUTTING(
            "cuts every connection before it has seen the call",
            it -> it.faults().sometimes(1, new CallFault.CutBefore())),
    CUTTING_AFTER(
            "cuts connections after it has done its work",
            it -> it.faults().sometimes(0.3, new CallFault.CutAfter()).sometimes(0.1, new CallFault.Truncated())),
    THROTTLING("throttles", it -> it.faults().sometimes(0.5, new CallFault.Instead(ConnectError.TOO_MANY_REQUESTS)));

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // without a state
    private final Consumer<ConnectEndpoint> change;

    ConnectFault(String words, Consumer<ConnectEndpoint> change) {
        this.words = words;
        this.change = change;
    }

    String words() {
        return words;
    }

    void begin(ConnectEndpoint connect) {
        change.accept(connect);
    }

    /** Ends any of them. */
    static void end(ConnectEndpoint connect) {
        connect.faults().clear();
        connect.latency(ChaosScenario.USUAL_LATENCY);
    }
}
