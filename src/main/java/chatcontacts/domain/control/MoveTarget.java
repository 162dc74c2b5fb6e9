package chatcontacts.domain.control;

/**
 * Where requests are moved to.
 *
 * @param lane its lane
 * @param instanceId the bare id of the instance
 */
public record MoveTarget(String lane, String instanceId) {}
