package chatcontacts.connect;

import java.util.Optional;

/**
 * In whose name a lane calls.
 *
 * @param profile of the AWS configuration files; the SDK's default chain decides where it is empty
 * @param roleArn the role to assume with these credentials; they themselves are used where it is empty
 * @param signs whether calls are signed at all; if not, the others mean nothing
 */
public record LaneCredentialsConfig(Optional<String> profile, Optional<String> roleArn, boolean signs) {

    /** The process's own credentials. */
    public static final LaneCredentialsConfig OWN = new LaneCredentialsConfig(Optional.empty(), Optional.empty(), true);
}
