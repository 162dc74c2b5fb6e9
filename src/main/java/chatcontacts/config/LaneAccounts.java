package chatcontacts.config;

import chatcontacts.domain.request.InstanceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the settings say of the account of a lane: its own setting, its role and the ARNs of its instances, the first of these
 * that is given.
 */
record LaneAccounts(ValidatedSettings values) {

    private static final Pattern ROLE_ACCOUNT = Pattern.compile("arn:[^:]*:iam::([0-9]{12}):.*");

    /** An account, and the key that tells it. */
    record Told(String key, String account) {}

    /** The account that counts. */
    Optional<Told> of(String lane) {
        return all(lane).stream().findFirst();
    }

    /** All that is said, in order of precedence. Invalid values say nothing. */
    List<Told> all(String lane) {
        List<Told> told = new ArrayList<>();
        String own = SettingsDef.lane(lane, "account");
        valid(own).ifPresent(account -> told.add(new Told(own, account)));
        String role = SettingsDef.lane(lane, "role.arn");
        valid(role)
                .map(ROLE_ACCOUNT::matcher)
                .filter(Matcher::matches)
                .ifPresent(arn -> told.add(new Told(role, arn.group(1))));
        if (values.isValid(SettingsDef.INSTANCES)) {
            values.list(SettingsDef.INSTANCES).stream()
                    .filter(name -> valid(SettingsDef.instance(name, "lane")).equals(Optional.of(lane)))
                    .map(name -> SettingsDef.instance(name, "id"))
                    .forEach(key -> valid(key)
                            .flatMap(InstanceRef::parse)
                            .flatMap(InstanceRef::account)
                            .ifPresent(account -> told.add(new Told(key, account))));
        }
        return told;
    }

    private Optional<String> valid(String key) {
        return values.isValid(key) ? values.optional(key) : Optional.empty();
    }
}
