package chatcontacts.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeAndRegionRulesTest {

    private static final String ARN =
            "arn:aws:connect:us-west-2:123456789012:instance/11111111-2222-3333-4444-555555555555";
    private static final Optional<String> FRANKFURT = Optional.of("eu-central-1");

    @ParameterizedTest
    @ValueSource(
            longs = {
                -5,
                0,
                1_772_367_600,
                1_483_228_799_999L,
                4_102_444_800_000L,
                1_772_367_600_000_000L,
                Long.MIN_VALUE,
                Long.MAX_VALUE
            })
    void aTimeInAnotherUnitIsAFaultThatSaysSo(long millis) {
        Instant time = Instant.ofEpochMilli(millis);
        DecodedRequest request = new DecodedRequest(
                Requests.minimal().call(),
                Optional.empty(),
                Optional.of(time),
                Optional.empty(),
                5,
                Optional.empty(),
                Optional.of(time));

        assertThat(new RequestRules(MessageLimits.DOCUMENTED).check(request))
                .extracting(Fault::toString)
                .containsExactly(
                        "startBy: must be between 2017 and 2100; is it in seconds? Milliseconds are needed",
                        "requestedAt: must be between 2017 and 2100; is it in seconds? Milliseconds are needed");
    }

    @Test
    void theFirstAndTheLastMillisecondAreTimes() {
        assertThat(TimeRules.isPlausible(Instant.ofEpochMilli(1_483_228_800_000L)))
                .isTrue();
        assertThat(TimeRules.isPlausible(Instant.ofEpochMilli(4_102_444_799_999L)))
                .isTrue();
    }

    @Test
    void aFlowsArnOfAnotherRegionIsAFault() {
        StartChat call = StartChat.of(ARN, ARN + "/contact-flow/6666", "Ada");

        assertThat(RegionRules.check(call, FRANKFURT))
                .extracting(Fault::toString)
                .containsExactly(
                        "contactFlowId: is the ARN of another Region than eu-central-1, which its lane serves");
        assertThat(RegionRules.check(call, Optional.of("us-west-2"))).isEmpty();
        assertThat(RegionRules.check(call, Optional.empty())).isEmpty();
        assertThat(RegionRules.check(StartChat.of("id", "flow", "Ada"), FRANKFURT))
                .isEmpty();
    }

    @Test
    void aMessageOfATypeThatTheParticipantDoesNotTakeNamesBothFields() {
        Requests.CallBuilder call = Requests.call();
        call.initialMessage = Optional.of(new InitialMessage(ContentTypes.MARKDOWN, "*hi*"));
        call.contentTypes = Optional.of(List.of(ContentTypes.PLAIN));

        assertThat(new RequestRules(MessageLimits.DOCUMENTED).check(Requests.of(call.build())))
                .extracting(Fault::toString)
                .containsExactly("initialMessage.contentType: is not in supportedMessagingContentTypes");
    }
}
