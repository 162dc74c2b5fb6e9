package chatcontacts.domain.request;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reference to a Connect instance, as producers, operators and Connect's events give it: a bare id, or an ARN, which includes
 * Region and account. All parts are in lower case, since Connect compares ids without regard to case. The id alone does not
 * identify an instance: one with Global Resiliency has the same id in two Regions.
 *
 * @param id the bare id
 * @param region from the ARN
 * @param account from the ARN
 */
public record InstanceRef(String id, Optional<String> region, Optional<String> account) {

    /** Longest InstanceId that Connect's model takes, id or ARN, in characters. */
    public static final int MAX_LENGTH = 100;

    /** Any partition of AWS: aws, aws-us-gov, aws-cn and those to come. */
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:connect:([^:/]*):([^:/]*):instance/([^:/]+)");

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final String INSTANCE = "instance/";

    public InstanceRef {
        id = id.toLowerCase(Locale.ROOT);
        region = region.map(it -> it.toLowerCase(Locale.ROOT));
        if (id.isEmpty()) {
            throw new IllegalArgumentException("an instance has an id");
        }
    }

    /** The instance of that id, of any Region and account. */
    public static InstanceRef ofId(String id) {
        return new InstanceRef(id, Optional.empty(), Optional.empty());
    }

    /**
     * Reads an id or the ARN of an instance.
     *
     * @return empty for a text that begins as an ARN but is not that of a Connect instance, and for an empty text
     */
    public static Optional<InstanceRef> parse(String idOrArn) {
        String text = idOrArn.toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.startsWith("arn:")) {
            return Optional.of(ofId(text));
        }
        Matcher arn = ARN.matcher(text);
        return arn.matches()
                ? Optional.of(new InstanceRef(arn.group(3), given(arn.group(1)), given(arn.group(2))))
                : Optional.empty();
    }

    /**
     * Reads the ARN in a contact event, also one that goes on behind the instance, or whose Region or account is a placeholder as
     * in samples of AWS: such a part is absent.
     */
    public static Optional<InstanceRef> ofEvent(String arn) {
        String text = arn.toLowerCase(Locale.ROOT);
        Matcher found = ARN.matcher(text);
        if (found.lookingAt()) {
            return Optional.of(new InstanceRef(
                    found.group(3),
                    given(found.group(1)).filter(InstanceRef::isRegion),
                    given(found.group(2)).filter(ACCOUNT.asMatchPredicate())));
        }
        int at = text.indexOf(INSTANCE);
        String rest = at < 0 ? text : text.substring(at + INSTANCE.length());
        int end = rest.indexOf('/');
        return parse(end < 0 ? rest : rest.substring(0, end));
    }

    /** Whether that text, in lower case, has the form of an AWS Region. */
    public static boolean isRegion(String text) {
        return REGION.matcher(text).matches();
    }

    private static Optional<String> given(String part) {
        return Optional.of(part).filter(it -> !it.isEmpty());
    }

    /** Whether it is a bare id. */
    public boolean isBare() {
        return region.isEmpty() && account.isEmpty();
    }

    /** The same instance in that Region. */
    public InstanceRef in(String otherRegion) {
        return new InstanceRef(id, Optional.of(otherRegion), account);
    }

    /** Whether both can be one instance: the ids are equal, and what both know of Region and account is equal. */
    public boolean agreesWith(InstanceRef other) {
        return id.equals(other.id) && agree(region, other.region) && agree(account, other.account);
    }

    static boolean agree(Optional<String> one, Optional<String> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }
}
