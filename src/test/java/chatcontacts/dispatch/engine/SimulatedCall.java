package chatcontacts.dispatch.engine;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.request.StartChat;
import chatcontacts.testkit.connect.ConnectError;
import java.util.Optional;
import java.util.function.Consumer;

/** One call on a network that may cut it before Connect processes it, after that, or bring the answer too late. */
record SimulatedCall(Simulation simulation, StartChat call, String clientToken, Consumer<CallResult> answer) {

    /** Every call for it fails in Connect. */
    static final String BROKEN_FLOW = "broken-flow";

    void go() {
        SimulationProfile profile = simulation.profile;
        long latencyMs = profile.latencyMs(call.instanceId());
        long there = 1 + (long) (latencyMs * simulation.random.nextDouble(0.2, 0.6));
        long back = 1 + (long) (latencyMs * simulation.random.nextDouble(0.4, 0.8));
        double fate = simulation.random.nextDouble();
        if (call.contactFlowId().equals(BROKEN_FLOW)) {
            simulation.at(
                    there + back,
                    () -> answer.accept(new CallResult.Unavailable("InternalServiceException", Optional.empty())));
        } else if ((fate -= profile.refusedConnections()) < 0) {
            simulation.at(there, () -> answer.accept(new CallResult.Unreachable("connection-refused")));
        } else if ((fate -= profile.cutsBefore()) < 0) {
            simulation.at(there, () -> answer.accept(new CallResult.Unanswered("connection-reset", Optional.empty())));
        } else if ((fate -= profile.cutsAfter()) < 0) {
            simulation.at(there, () -> simulation.process(call, clientToken));
            simulation.at(
                    there + back, () -> answer.accept(new CallResult.Unanswered("connection-reset", Optional.empty())));
        } else if ((fate -= profile.timeouts()) < 0) {
            simulation.at(profile.callTimeoutMs() + there, () -> simulation.process(call, clientToken));
            simulation.at(
                    profile.callTimeoutMs(),
                    () -> answer.accept(new CallResult.Unanswered("timeout", Optional.empty())));
        } else if (fate - profile.serverFaults() < 0) {
            simulation.at(
                    there + back,
                    () -> answer.accept(new CallResult.Unavailable("InternalServiceException", Optional.empty())));
        } else {
            simulation.at(there, () -> {
                CallResult processed = simulation.process(call, clientToken);
                simulation.at(back, () -> answer.accept(processed));
            });
        }
    }

    static CallResult translate(ConnectError error) {
        String code = error.code();
        return switch (error.status()) {
            case 402 -> new CallResult.QuotaFull(code, Optional.empty());
            case 403 ->
                error == ConnectError.ACCESS_DENIED
                        ? new CallResult.AccessDenied(code, Optional.empty())
                        : new CallResult.CredentialsRejected(code, Optional.empty());
            case 429 ->
                error == ConnectError.LIMIT_EXCEEDED
                        ? new CallResult.QuotaFull(code, Optional.empty())
                        : new CallResult.Throttled(code, Optional.empty(), true);
            case 500, 503 -> new CallResult.Unavailable(code, Optional.empty());
            default -> new CallResult.Rejected(code, Optional.empty());
        };
    }
}
