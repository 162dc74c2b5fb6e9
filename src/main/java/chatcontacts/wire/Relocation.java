package chatcontacts.wire;

import chatcontacts.domain.outcome.MovedFrom;
import java.util.Optional;

/**
 * What a request that an operator moved has in addition.
 *
 * @param from where it was asked for at first, however often it was moved
 * @param contactFlowId the flow that the chat enters instead of the one that was asked for
 * @param repeat whether it is a record that came for a request which had been moved before, and follows it
 */
public record Relocation(MovedFrom from, Optional<String> contactFlowId, boolean repeat) {}
