package chatcontacts.domain.control;

import java.util.Map;

/**
 * What an operator says of a move.
 *
 * @param instance id or ARN of the instance to which requests go
 * @param contactFlows flows of that instance, by the flows of the former one for which they stand; empty: flows keep their ids
 */
public record MoveTerms(String instance, Map<String, String> contactFlows) {
    public MoveTerms {
        contactFlows = Map.copyOf(contactFlows);
    }
}
