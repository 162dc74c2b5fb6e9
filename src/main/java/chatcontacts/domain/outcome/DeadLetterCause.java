package chatcontacts.domain.outcome;

import java.util.Optional;

/**
 * What dead letters have in common that probably fail for the same reason.
 *
 * @param reason why the requests failed
 * @param errorCode what Connect answered, if that was the reason
 * @param contactFlowId the flow that was asked for, where the request could be read
 */
public record DeadLetterCause(Reason reason, Optional<String> errorCode, Optional<String> contactFlowId) {}
