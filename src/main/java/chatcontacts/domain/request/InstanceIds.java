package chatcontacts.domain.request;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of Connect instances: producers and operators give an id or an ARN, the service knows the bare id only. */
public final class InstanceIds {

    /** Longest InstanceId that Connect's model takes, id or ARN, in characters. */
    public static final int MAX_LENGTH = 100;

    /** Any partition of AWS: aws, aws-us-gov, aws-cn and those to come. */
    private static final Pattern INSTANCE_ARN =
            Pattern.compile("arn:aws[a-z-]*:connect:[^:/]*:[^:/]*:instance/([^:/]+)");

    private InstanceIds() {}

    /**
     * The bare id in an id or an instance's ARN, its letter case kept.
     *
     * @return empty for a text that begins as an ARN but is not that of a Connect instance, and for an empty text
     */
    public static Optional<String> bareId(String idOrArn) {
        if (!idOrArn.startsWith("arn:")) {
            return idOrArn.isEmpty() ? Optional.empty() : Optional.of(idOrArn);
        }
        Matcher arn = INSTANCE_ARN.matcher(idOrArn);
        return arn.matches() ? Optional.of(arn.group(1)) : Optional.empty();
    }
}
