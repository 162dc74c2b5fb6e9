package chatcontacts.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceRefTest {

    private static InstanceRef ref(String id, String region, String account) {
        return new InstanceRef(id, Optional.of(region), Optional.of(account));
    }

    @Test
    void anIdIsReadInLowerCase() {
        assertThat(InstanceRef.parse("AbC-123")).contains(InstanceRef.ofId("abc-123"));
        assertThat(InstanceRef.ofId("AbC-123").id()).isEqualTo("abc-123");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:connect:us-east-1:123456789012:instance/AbC-123, us-east-1",
        "ARN:AWS:CONNECT:US-EAST-1:123456789012:INSTANCE/ABC-123, us-east-1",
        "arn:aws-us-gov:connect:us-gov-west-1:123456789012:instance/AbC-123, us-gov-west-1",
        "arn:aws-cn:connect:cn-north-1:123456789012:instance/AbC-123, cn-north-1"
    })
    void anArnGivesIdRegionAndAccountInEveryPartitionOfAws(String arn, String region) {
        assertThat(InstanceRef.parse(arn)).contains(ref("abc-123", region, "123456789012"));
        assertThat(InstanceRef.ofEvent(arn)).contains(ref("abc-123", region, "123456789012"));
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
        assertThat(InstanceRef.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i",
                "arn:aws::connect:us-west-2:*:instance/I",
                "arn:aws::connect:us-west-2:*:instance/I/contact/c",
                "arn:aws:connect:::instance/I",
                "arn:aws:connect:*:*:instance/I/contact/c"
            })
    void anArnOfAnEventWithPlaceholdersIsABareId(String arn) {
        assertThat(InstanceRef.ofEvent(arn)).contains(InstanceRef.ofId("i"));
    }

    @Test
    void anArnOfAnEventMayGoOnBehindTheInstance() {
        assertThat(InstanceRef.ofEvent("arn:aws:connect:us-east-1:123456789012:instance/I/contact/c"))
                .contains(ref("i", "us-east-1", "123456789012"));
    }

    @Test
    void twoReferencesAgreeWhereNeitherContradicts() {
        InstanceRef whole = ref("i", "us-east-1", "123456789012");

        assertThat(whole.agreesWith(InstanceRef.ofId("i"))).isTrue();
        assertThat(InstanceRef.ofId("i").agreesWith(whole)).isTrue();
        assertThat(whole.agreesWith(whole.in("us-west-2"))).isFalse();
        assertThat(whole.agreesWith(ref("i", "us-east-1", "999999999999"))).isFalse();
        assertThat(whole.agreesWith(InstanceRef.ofId("j"))).isFalse();
    }
}
