package chatcontacts.domain.request;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of the parameters that say how the customer connects, leaves and is streamed. */
final class ConnectionRules {

    /** The model of the API lists two more, on which this call does not act. */
    private static final Set<String> CONNECTION_TYPES = Set.of("CONNECTION_CREDENTIALS", "WEBSOCKET");

    private static final List<String> DISCONNECTED = List.of("AGENT");

    /** A FIFO topic's name ends in ".fifo", and no other topic's name holds a dot. */
    private static final Pattern STANDARD_TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}");

    private ConnectionRules() {}

    static void check(StartChat call, List<Fault> faults) {
        disconnectOnCustomerExit(call.disconnectOnCustomerExit(), faults);
        connectionTypes(call.connectionTypes(), faults);
        call.streamingEndpointArn().ifPresent(arn -> streamingEndpoint(arn, faults));
    }

    private static void disconnectOnCustomerExit(Optional<List<String>> participants, List<Fault> faults) {
        if (participants.isPresent() && !participants.get().equals(DISCONNECTED)) {
            faults.add(new Fault("disconnectOnCustomerExit", "must hold AGENT, once, and nothing else"));
        }
    }

    private static void connectionTypes(Optional<List<String>> types, List<Fault> faults) {
        if (types.isEmpty()) {
            return;
        }
        Set<String> different = Set.copyOf(types.get());
        if (different.size() < types.get().size() || !CONNECTION_TYPES.containsAll(different)) {
            faults.add(new Fault(
                    "connectionTypes",
                    "must hold one or both of "
                            + String.join(
                                    ", ", CONNECTION_TYPES.stream().sorted().toList()) + ", each once"));
        }
    }

    private static void streamingEndpoint(String arn, List<Fault> faults) {
        String field = "chatStreamingConfiguration.streamingEndpointArn";
        RequestRules.length(field, arn, 1, 350, faults);
        if (!arn.isEmpty() && !STANDARD_TOPIC.matcher(arn).matches()) {
            faults.add(new Fault(field, "is not the ARN of a standard SNS topic"));
        }
    }
}
