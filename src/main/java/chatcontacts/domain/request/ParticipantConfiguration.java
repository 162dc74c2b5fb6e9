package chatcontacts.domain.request;

import java.util.Optional;

/**
 * How the participant takes part. One that says nothing is sent as it is, and is the same request as none.
 *
 * @param responseMode INCREMENTAL or COMPLETE
 */
public record ParticipantConfiguration(Optional<String> responseMode) {}
