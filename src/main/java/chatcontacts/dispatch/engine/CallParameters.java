package chatcontacts.dispatch.engine;

import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Reencoded;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Relocation;
import chatcontacts.wire.SingleObject;
import java.util.Optional;

/** Reads what Connect is to be asked for out of a request's message. */
final class CallParameters {

    private final BodyReader bodies;

    CallParameters(BodyReader bodies) {
        this.bodies = bodies;
    }

    /**
     * The parameters of its call, for the instance in which it waits.
     *
     * @throws chatcontacts.domain.format.NewerFormatException if no shipped schema can read it
     * @throws IllegalArgumentException if it is not a request
     */
    StartChat of(Request message) {
        StartChat call = body(message).withInstanceId(message.envelope().instanceId());
        Optional<String> flow = message.envelope().relocation().flatMap(Relocation::contactFlowId);
        return flow.map(call::withContactFlowId).orElse(call);
    }

    /** The flow that was asked for; empty if that cannot be read. */
    Optional<String> contactFlow(Request message) {
        try {
            return Optional.of(body(message).contactFlowId());
        } catch (NewerFormatException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private StartChat body(Request message) {
        return switch (message.body()) {
            case InOriginal inOriginal -> {
                byte[] value = message.original().value();
                if (value == null) {
                    throw new IllegalArgumentException("no value");
                }
                yield bodies.read(inOriginal.schema(), value, inOriginal.offset())
                        .call();
            }
            case Reencoded reencoded ->
                bodies.read(SingleObject.schema(reencoded.bytes()), reencoded.bytes(), SingleObject.HEADER)
                        .call();
        };
    }
}
