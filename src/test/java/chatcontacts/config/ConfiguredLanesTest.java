package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.LaneDirectory.NotServed;
import chatcontacts.domain.request.LaneDirectory.NotServedCause;
import chatcontacts.domain.request.LaneDirectory.Resolution;
import chatcontacts.domain.request.LaneDirectory.Served;
import chatcontacts.domain.request.LaneIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfiguredLanesTest {

    private static final String ACCOUNT = "123456789012";
    private static final String OTHER_ACCOUNT = "999999999999";

    /** The lanes: eu and us of one account with one instance in both, default somewhere else. */
    private final SettingsFixture given = SettingsFixture.whatIsRequired()
            .flag("lanes", "default,eu,us")
            .flag("lanes.default.region", "ap-southeast-2")
            .flag("lanes.default.account", ACCOUNT)
            .flag("lanes.eu.region", "eu-central-1")
            .flag("lanes.us.region", "us-east-1")
            .flag("lanes.us.account", ACCOUNT)
            .flag("instances", "sales,salesus,help")
            .flag("instances.sales.id", arn("eu-central-1", ACCOUNT, "Sales-1"))
            .flag("instances.sales.lane", "eu")
            .flag("instances.salesus.id", "SALES-1")
            .flag("instances.salesus.lane", "us")
            .flag("instances.salesus.preferred", "true")
            .flag("instances.salesus.contact.events", "off")
            .flag("instances.help.id", "help-1")
            .flag("instances.help.lane", "eu");

    private static String arn(String region, String account, String id) {
        return "arn:aws:connect:" + region + ":" + account + ":instance/" + id;
    }

    private Resolution resolve(String idOrArn) {
        Settings settings = given.settings();
        return new ConfiguredLanes(
                        settings,
                        lane -> new LaneIdentity(
                                settings.lane(lane).region(),
                                settings.lane(lane).account()))
                .resolve(InstanceRef.parse(idOrArn).orElseThrow());
    }

    private static Served served(String lane, String id, String region) {
        return new Served(lane, id, Optional.of(region), true);
    }

    @Test
    void aBareIdMeansTheConfiguredInstanceInAnyLetterCase() {
        assertThat(resolve("HELP-1")).isEqualTo(served("eu", "help-1", "eu-central-1"));
    }

    @Test
    void aBareIdOfTwoInstancesMeansThePreferredOne() {
        assertThat(resolve("sales-1")).isEqualTo(new Served("us", "sales-1", Optional.of("us-east-1"), false));
    }

    @Test
    void anArnChoosesAmongTwoInstancesByItsRegion() {
        assertThat(resolve(arn("eu-central-1", ACCOUNT, "sales-1"))).isEqualTo(served("eu", "sales-1", "eu-central-1"));
        assertThat(resolve(arn("us-east-1", ACCOUNT, "SALES-1")))
                .isEqualTo(new Served("us", "sales-1", Optional.of("us-east-1"), false));
    }

    @Test
    void anArnWithoutRegionChoosesByItsAccount() {
        assertThat(resolve(arn("", ACCOUNT, "help-1"))).isEqualTo(served("eu", "help-1", "eu-central-1"));
        assertThat(resolve(arn("", OTHER_ACCOUNT, "help-1")))
                .isEqualTo(
                        new NotServed(NotServedCause.NO_LANE, "no lane serves any Region of account " + OTHER_ACCOUNT));
    }

    @Test
    void anArnOfARegionOrAccountThatNoLaneServesIsNotServedByTheDefaultLane() {
        assertThat(resolve(arn("eu-west-1", ACCOUNT, "help-1")))
                .isEqualTo(
                        new NotServed(NotServedCause.NO_LANE, "no lane serves Region eu-west-1 of account " + ACCOUNT));
        assertThat(resolve(arn("eu-central-1", OTHER_ACCOUNT, "help-1")))
                .isEqualTo(new NotServed(
                        NotServedCause.NO_LANE, "no lane serves Region eu-central-1 of account " + OTHER_ACCOUNT));
    }

    @Test
    void anArnRepeatsNoTextThatIsNoRegionOrAccount() {
        assertThat(resolve("arn:aws:connect:secret text:other text:instance/x"))
                .isEqualTo(
                        new NotServed(NotServedCause.NO_LANE, "no lane serves the ARN's Region of the ARN's account"));
    }

    @Test
    void anUnlistedBareIdGoesIntoTheDefaultLane() {
        assertThat(resolve("Other")).isEqualTo(served("default", "other", "ap-southeast-2"));
    }

    @Test
    void anUnlistedArnGoesIntoTheLaneOfItsRegionAndAccount() {
        assertThat(resolve(arn("us-east-1", ACCOUNT, "other"))).isEqualTo(served("us", "other", "us-east-1"));
        assertThat(resolve(arn("us-east-1", ACCOUNT, "help-1")))
                .as("help is listed in another Region")
                .isEqualTo(served("us", "help-1", "us-east-1"));
    }

    @Test
    void unlistedInstancesMayBeRejected() {
        given.flag("instances.unlisted", "reject");

        assertThat(resolve("other"))
                .isEqualTo(new NotServed(
                        NotServedCause.NOT_CONFIGURED,
                        "the instance is not configured, and unlisted instances are rejected"));
        assertThat(resolve(arn("us-east-1", ACCOUNT, "help-1")))
                .isEqualTo(new NotServed(
                        NotServedCause.NOT_CONFIGURED,
                        "the instance is not configured in Region us-east-1 of account " + ACCOUNT
                                + ", and unlisted instances are rejected"));
    }

    @Test
    void aLaneOfUnknownAccountServesAnyAccountOfItsRegionUntilItIsKnown() {
        Settings settings =
                SettingsFixture.whatIsRequired().flag("lanes", "default,other").settings();
        Map<String, LaneIdentity> known = new HashMap<>(Map.of(
                "default", new LaneIdentity(Optional.of("eu-central-1"), Optional.empty()),
                "other", new LaneIdentity(Optional.of("eu-central-1"), Optional.of(OTHER_ACCOUNT))));
        ConfiguredLanes lanes = new ConfiguredLanes(settings, known::get);
        InstanceRef ours = InstanceRef.parse(arn("eu-central-1", ACCOUNT, "x")).orElseThrow();
        InstanceRef theirs =
                InstanceRef.parse(arn("eu-central-1", OTHER_ACCOUNT, "x")).orElseThrow();

        assertThat(lanes.resolve(ours)).isEqualTo(served("default", "x", "eu-central-1"));
        assertThat(lanes.resolve(theirs))
                .as("a lane that is known to be of the account comes first")
                .isEqualTo(served("other", "x", "eu-central-1"));

        known.put("default", new LaneIdentity(Optional.of("eu-central-1"), Optional.of("111111111111")));

        assertThat(lanes.resolve(ours)).isInstanceOf(NotServed.class);
    }
}
