package chatcontacts.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Connect instance as an operator names it: by its bare id, or by its ARN, which includes account and Region.
 *
 * @param id the bare id
 * @param region from the ARN
 * @param account from the ARN, 12 digits
 */
record InstanceArn(String id, Optional<String> region, Optional<String> account) {

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:connect:([a-z0-9-]+):([0-9]{12}):instance/([A-Za-z0-9-]{1,100})");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

    /** Reads an id or ARN; empty if the text is neither. */
    static Optional<InstanceArn> parse(String text) {
        if (ID.matcher(text).matches()) {
            return Optional.of(new InstanceArn(text, Optional.empty(), Optional.empty()));
        }
        Matcher arn = ARN.matcher(text);
        return arn.matches()
                ? Optional.of(new InstanceArn(arn.group(3), Optional.of(arn.group(1)), Optional.of(arn.group(2))))
                : Optional.empty();
    }
}
