package chatcontacts.connect;

import java.util.Optional;

/**
 * The credentials that a lane uses.
 *
 * @param profile of the AWS configuration files; if empty, the SDK's default provider chain decides
 * @param roleArn the role to assume with these credentials; if empty, they are used directly
 * @param signs whether calls are signed; if not, the others are ignored
 */
public record LaneCredentialsConfig(Optional<String> profile, Optional<String> roleArn, boolean signs) {

    /** The process's own credentials. */
    public static final LaneCredentialsConfig OWN = new LaneCredentialsConfig(Optional.empty(), Optional.empty(), true);
}
