package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidInstancesTest {

    private static final String ARN = "arn:aws:connect:eu-central-1:123456789012:instance/";

    private static SettingsFixture twoOfOneId() {
        return SettingsFixture.whatIsRequired()
                .flag("lanes", "default,us")
                .flag("instances", "a,b")
                .flag("instances.a.id", "one")
                .flag("instances.b.id", "ONE");
    }

    @Test
    void anIdIsThatOfOneInstanceInALaneInAnyLetterCase() {
        assertThat(twoOfOneId().problems()).containsExactly("instances.b.id: is the same instance as instances.a.id");
    }

    @Test
    void ofTwoInstancesWithOneIdExactlyOneIsPreferred() {
        SettingsFixture given = twoOfOneId().flag("instances.b.lane", "us");

        assertThat(given.problems())
                .containsExactly("instances.b.id: is also the id of instances.a.id; set preferred=true for the one"
                        + " that a bare id means");
        assertThat(given.flag("instances.a.preferred", "true")
                        .settings()
                        .instances()
                        .preferred("one"))
                .map(InstanceSettings::name)
                .contains("a");
        assertThat(given.flag("instances.b.preferred", "true").problems())
                .containsExactly("instances.b.preferred: true excludes instances.a.preferred for the same id");
    }

    @Test
    void theAccountOfALaneAgreesWithItsRoleAndItsArns() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("lanes.default.account", "999999999999")
                        .flag("lanes.default.role.arn", "arn:aws:iam::123456789012:role/chats")
                        .flag("instances", "a")
                        .flag("instances.a.id", ARN + "one")
                        .problems())
                .containsExactlyInAnyOrder(
                        "lanes.default.role.arn: the account of the ARN differs from lanes.default.account",
                        "instances.a.id: the account of the ARN differs from lanes.default.account");
    }

    @Test
    void theAccountOfALaneComesFromItsSettingItsRoleOrAnArn() {
        SettingsFixture given = SettingsFixture.whatIsRequired();

        assertThat(given.settings().lanes().get("default").account()).isEmpty();
        assertThat(given.flag("instances", "a")
                        .flag("instances.a.id", ARN + "one")
                        .settings()
                        .lanes()
                        .get("default")
                        .account())
                .contains("123456789012");
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("lanes.default.role.arn", "arn:aws:iam::123456789012:role/chats")
                        .settings()
                        .lanes()
                        .get("default")
                        .account())
                .contains("123456789012");
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("lanes.default.account", "123")
                        .problems())
                .singleElement()
                .asString()
                .contains("an AWS account id of 12 digits");
    }
}
