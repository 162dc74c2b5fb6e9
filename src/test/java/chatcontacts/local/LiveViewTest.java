package chatcontacts.local;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.service.Screen.Line;
import chatcontacts.testkit.service.Screen.Style;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveViewTest {

    private static final String PROCESS = """
            {"at":"2026-11-21T12:00:00Z","lanes":[{"lane":"default","ratePerSecond":4.5,"configuredRatePerSecond":5.0,"inFlight":3,
             "hold":"NONE","nextProbeAt":null}],"instances":[
             {"instanceId":"i1","name":"sales","lane":"default","waiting":12,"slotsUsed":30,"quota":60,"concurrencyLimit":60,"hold":"FULL",
              "nextProbeAt":"2026-11-21T12:00:02.500Z","oldestAcceptedAt":"2026-11-21T11:59:58Z"}]}
            """;

    private final Ledger ledger = new Ledger(new Latencies());

    @Test
    void lanesInstancesAndHoldsAreShown() {
        List<Line> view = view(false, PROCESS);

        assertThat(view.toString())
                .contains(
                        "http://page/",
                        "lane default    rate 4.5 of 5.0 per second, 3 calls in flight",
                        "############............   30 of 60     12 waiting, oldest 2.0 s, FULL, probe in 2.5 s");
        assertThat(view).filteredOn(line -> line.text().contains("sales")).allMatch(line -> line.style() == Style.HELD);
    }

    @Test
    void aServiceThatDoesNotAnswerIsToldOf() {
        assertThat(view(true, "").toString()).contains("does not respond");
    }

    private List<Line> view(boolean unicode, String process) {
        return new LiveView("http://page/", unicode)
                .second(Duration.ofSeconds(72), ledger.account(), process, new Latencies());
    }
}
