package chatcontacts.domain.outcome;

import java.util.Optional;

/**
 * The instance that a request had asked for before an operator moved it.
 *
 * @param instanceId its bare id
 * @param region its Region, where it is known
 */
public record MovedFrom(String instanceId, Optional<String> region) {}
