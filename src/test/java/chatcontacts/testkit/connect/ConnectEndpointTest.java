package chatcontacts.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.connect.ConnectEndpoint.Delivery;
import chatcontacts.testkit.connect.ConnectEndpoint.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class ConnectEndpointTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final StartParams HELLO = StartParams.of("flow", "Ada");

    private final ConnectEndpoint endpoint = new ConnectEndpoint(11);

    private Reply call(String token) {
        return endpoint.call("i", HELLO, token, START);
    }

    @Test
    void tellsCutsBeforeFromCutsAfterTheWork() {
        endpoint.faults().next(1, new CallFault.CutBefore()).next(1, new CallFault.CutAfter());
        assertThat(call("a").delivery()).isEqualTo(Delivery.CUT);
        assertThat(endpoint.model().active("i")).isZero();
        assertThat(call("a").delivery()).isEqualTo(Delivery.CUT);
        assertThat(endpoint.model().active("i")).isEqualTo(1);
        assertThat(call("a").answer().kind()).isEqualTo("REPEATED");
        assertThat(endpoint.token("i", "a")).isEqualTo(new TokenUse(3, 1));
        assertThat(endpoint.stats().answers())
                .containsOnlyKeys("CutBefore:ServiceUnavailableException", "CutAfter:STARTED", "REPEATED");
        assertThat(endpoint.stats().wasted()).isEqualTo(2);
    }

    @Test
    void playsFaultsForTheTokensAndInstancesThatTheyAreMeantFor() {
        endpoint.faults()
                .nextOfToken(token -> token.startsWith("bad"), 1, new CallFault.After(ConnectError.INTERNAL_SERVICE))
                .nextOfInstance("elsewhere", Integer.MAX_VALUE, new CallFault.Instead(ConnectError.ACCESS_DENIED));
        assertThat(call("good").answer().kind()).isEqualTo("STARTED");
        assertThat(call("bad1").answer().kind()).isEqualTo("InternalServiceException");
        assertThat(endpoint.model().active("i")).isEqualTo(2);
        assertThat(call("bad2").answer().kind()).isEqualTo("STARTED");
        assertThat(endpoint.call("elsewhere", HELLO, "x", START).answer().kind())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void drawsLatencyAndDelaysLateAnswersFurther() {
        endpoint.rules().rateUnlimited();
        endpoint.latency(new RandomDuration.Uniform(Duration.ofMillis(100), Duration.ofMillis(300)));
        for (int i = 0; i < 100; i++) {
            assertThat(call("t" + i).latency()).isBetween(Duration.ofMillis(100), Duration.ofMillis(300));
        }
        endpoint.faults().next(1, new CallFault.Late(Duration.ofMinutes(1)));
        assertThat(call("late").latency()).isBetween(Duration.ofMillis(60_100), Duration.ofMillis(60_300));
    }

    @Test
    void injectsFaultsAboutAsOftenAsTold() {
        endpoint.rules().rateUnlimited().quota(100_000);
        endpoint.faults().sometimes(0.1, new CallFault.Truncated());
        for (int i = 0; i < 2_000; i++) {
            call("t" + i);
        }
        assertThat(endpoint.stats().answers("Truncated:STARTED")).isBetween(140L, 260L);
    }

    @Test
    void writesEventsAsEventBridgeDoes() {
        call("a");
        List<String> events = endpoint.advance(START);
        assertThat(events).hasSize(2);
        JsonNode event = JsonNode.parser().parse(events.getFirst());
        assertThat(event.field("source").orElseThrow().asString()).isEqualTo("aws.connect");
        assertThat(event.field("detail-type").orElseThrow().asString()).isEqualTo("Amazon Connect Contact Event");
        JsonNode detail = event.field("detail").orElseThrow();
        assertThat(detail.field("eventType").orElseThrow().asString()).isEqualTo("INITIATED");
        assertThat(detail.field("channel").orElseThrow().asString()).isEqualTo("CHAT");
        assertThat(detail.field("instanceArn").orElseThrow().asString()).endsWith(":instance/i");
        assertThat(detail.field("contactId")).isEqualTo(detail.field("initialContactId"));
    }

    @Test
    void losesDoublesDelaysAndDisfiguresEvents() {
        endpoint.rules().rateUnlimited().quota(10_000).chatDuration(RandomDuration.fixed(Duration.ofSeconds(10)));
        endpoint.events()
                .loss(0.1)
                .duplication(0.2)
                .reordering(0.5, Duration.ofSeconds(30))
                .oddity(0.5)
                .delay(RandomDuration.fixed(Duration.ofSeconds(1)));
        for (int i = 0; i < 500; i++) {
            call("t" + i);
        }
        assertThat(endpoint.advance(START.plusMillis(999))).isEmpty();
        List<String> events = new ArrayList<>();
        while (endpoint.nextChange().isPresent()) {
            events.addAll(endpoint.advance(endpoint.nextChange().orElseThrow()));
        }
        assertThat(endpoint.events().posted()).isEqualTo(3_000);
        assertThat(endpoint.events().lost()).isBetween(200L, 400L);
        assertThat(endpoint.events().duplicated()).isBetween(400L, 680L);
        assertThat(events)
                .hasSize((int)
                        (3_000 - endpoint.events().lost() + endpoint.events().duplicated()))
                .anyMatch(event -> event.contains("\"ContactId\""))
                .anyMatch(event -> event.contains("\"channel\":\"Chat\""))
                .anyMatch(event -> event.contains("arn:aws::connect"))
                .anyMatch(event -> event.contains("1970-01-01T00:00:00.001Z"))
                .allMatch(event -> event.toLowerCase(Locale.ROOT).contains("\"contactid\""));
        assertThat(events.indexOf(firstWith(events, "COMPLETED")))
                .isLessThan(events.lastIndexOf(lastWith(events, "INITIATED")));
        assertThat(new HashSet<>(events)).hasSizeGreaterThan(2_000);
    }

    private static String firstWith(List<String> events, String text) {
        return events.stream().filter(event -> event.contains(text)).findFirst().orElseThrow();
    }

    private static String lastWith(List<String> events, String text) {
        return events.stream()
                .filter(event -> event.contains(text))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private static CallTimes arrivals(long... nanos) {
        CallTimes arrivals = new CallTimes();
        for (long it : nanos) {
            arrivals.add(START.plusNanos(it));
        }
        return arrivals;
    }

    @Test
    void judgesTheRateOverEveryWindow() {
        long second = 1_000_000_000L;
        assertThat(arrivals().worstExcess(5, 8)).isZero();
        assertThat(arrivals(0, 0, 0).worstExcess(5, 3)).isZero();
        assertThat(arrivals(0, 0, 0).worstExcess(5, 2)).isEqualTo(1);
        // quiet first, then three at once: an average over the whole would hide it
        assertThat(arrivals(0, 100 * second, 100 * second, 100 * second).worstExcess(5, 2))
                .isEqualTo(1);
        assertThat(arrivals(0, second / 5, 2 * second / 5).worstExcess(5, 1)).isBetween(-1e-6, 1e-6);
    }

    @Test
    void countsCallsInFlight() {
        call("a");
        call("b");
        endpoint.finished();
        call("c");
        assertThat(endpoint.stats().inFlight()).isEqualTo(2);
        assertThat(endpoint.stats().mostInFlight()).isEqualTo(2);
    }
}
