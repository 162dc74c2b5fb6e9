package chatcontacts.cli.submit;

import java.util.Optional;

/**
 * A request that was handed to Kafka: what is told of it.
 *
 * @param line of the input, when requests come in lines
 * @param instanceId the bare id
 * @param clientToken its own, or the one that it was given
 */
record SubmittedRequest(Optional<Long> line, String instanceId, String clientToken) {}
