package chatcontacts.domain.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A flow's ARN says in which Region its instance is: a call to another one could only fail. The instance's own ARN chooses the lane. */
public final class RegionRules {

    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:connect:([^:/]*):.*", Pattern.DOTALL);

    private RegionRules() {}

    /**
     * The ARNs of the request that are of another Region.
     *
     * @param served the Region of the request's lane, if it is known
     */
    public static List<Fault> check(StartChat call, Optional<String> served) {
        List<Fault> faults = new ArrayList<>();
        served.ifPresent(region -> {
            check("contactFlowId", call.contactFlowId(), region, faults);
        });
        return faults;
    }

    private static void check(String field, String idOrArn, String served, List<Fault> faults) {
        Matcher arn = ARN.matcher(idOrArn);
        if (arn.matches() && !arn.group(1).equals(served)) {
            faults.add(new Fault(field, "is the ARN of another Region than " + served + ", which its lane serves"));
        }
    }
}
