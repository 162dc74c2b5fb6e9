package chatcontacts.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceIdsTest {

    @Test
    void anIdIsItsOwnBareIdAndKeepsItsCase() {
        assertThat(InstanceIds.bareId("AbC-123")).contains("AbC-123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:connect:us-east-1:123456789012:instance/AbC-123",
                "arn:aws-us-gov:connect:us-gov-west-1:123456789012:instance/AbC-123",
                "arn:aws-cn:connect:cn-north-1:123456789012:instance/AbC-123"
            })
    void anArnGivesItsIdInEveryPartitionOfAws(String arn) {
        assertThat(InstanceIds.bareId(arn)).contains("AbC-123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "arn:",
                "arn:aws:connect:us-east-1:123456789012:instance/",
                "arn:aws:connect:us-east-1:123456789012:instance/a/contact-flow/b",
                "arn:aws:s3:us-east-1:123456789012:instance/a",
                "arn:other:connect:us-east-1:123456789012:instance/a",
                "arn:aws:connect:us-east-1:123456789012:queue/a"
            })
    void whatBeginsAsAnArnMustBeThatOfAnInstance(String text) {
        assertThat(InstanceIds.bareId(text)).isEmpty();
    }
}
