package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.InstanceIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceArnTest {

    private static final String ID = "12345678-1234-1234-1234-123456789012";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ID,
                "arn:aws:connect:eu-central-1:123456789012:instance/" + ID,
                "arn:aws-us-gov:connect:us-gov-west-1:123456789012:instance/" + ID,
            })
    void findsTheIdThatRequestsAreNormalisedTo(String text) {
        assertThat(InstanceArn.parse(text).map(InstanceArn::id)).contains(ID).isEqualTo(InstanceIds.bareId(text));
    }

    @Test
    void readsRegionAndAccountFromAnArn() {
        InstanceArn arn = InstanceArn.parse("arn:aws:connect:eu-central-1:123456789012:instance/x")
                .orElseThrow();

        assertThat(arn.region()).contains("eu-central-1");
        assertThat(arn.account()).contains("123456789012");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "arn:aws:connect:eu-central-1:123456789012:instance/",
                "arn:aws:connect:eu-central-1:12345:instance/x",
                "arn:aws:connect:eu-central-1:123456789012:instance/x/contact-flow/y",
                "arn:aws:s3:eu-central-1:123456789012:instance/x",
            })
    void refusesWhatIsNeitherAnIdNorTheArnOfAnInstance(String text) {
        assertThat(InstanceArn.parse(text)).isEmpty();
    }
}
