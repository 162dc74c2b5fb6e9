package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker.HoldCause;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says when lanes and instances change their state, and how often. */
class HoldLoggerTest {

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("chatcontacts.dispatch");
    private final HoldLogger holds = new HoldLogger(lane -> "connect." + lane);
    private long nowMs = 1_000_000;

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
        log.setAdditive(false);
    }

    @AfterEach
    void stop() {
        log.detachAppender(said);
        log.setAdditive(true);
    }

    private void at(int second, HoldCause lane, InstanceHold instance) {
        holds.log(List.of(view("blue", lane, instance)), nowMs + second * 1_000L);
    }

    private static LaneSnapshot view(String lane, HoldCause cause, InstanceHold hold) {
        InstanceSnapshot instance =
                new InstanceSnapshot("sales-0001", 3, Long.MAX_VALUE, 0, 0, 0, 0, 0, 50, 50, hold, 0, true, List.of());
        return lane(lane, cause, instance);
    }

    private static LaneSnapshot lane(String lane, HoldCause cause, InstanceSnapshot instance) {
        return new LaneSnapshot(
                lane,
                false,
                5,
                5,
                0,
                100,
                cause,
                cause == HoldCause.NONE ? "" : "dns",
                0,
                List.of(instance),
                new LaneSnapshot.Movement(0, Long.MAX_VALUE, true, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private List<String> levels() {
        return said.list.stream().map(it -> it.getLevel().toString()).toList();
    }

    private String keys(int event) {
        return said.list.get(event).getKeyValuePairs().toString();
    }

    @Test
    void refusedCredentialsAreAnErrorThatSaysWhatToDo() {
        at(0, HoldCause.CREDENTIALS, InstanceHold.NONE);
        at(1, HoldCause.CREDENTIALS, InstanceHold.NONE);
        at(2, HoldCause.NONE, InstanceHold.NONE);

        assertThat(levels()).containsExactly("ERROR", "INFO");
        assertThat(said.list.get(0).getFormattedMessage()).contains("role, profile or secrets");
        assertThat(keys(0)).startsWith("[lane=\"blue\"");
    }

    @Test
    void anOutageNamesItsCauseAndTheHost() {
        at(0, HoldCause.OUTAGE, InstanceHold.NONE);

        assertThat(keys(0))
                .isEqualTo("[lane=\"blue\", failure=\"UNKNOWN_HOST\", error=\"dns\", host=\"connect.blue\"]");
    }

    @Test
    void deniedAccessIsAnErrorThatSaysWhatToDo() {
        at(0, HoldCause.NONE, InstanceHold.ACCESS_DENIED);

        assertThat(levels()).containsExactly("ERROR");
        assertThat(said.list.get(0).getFormattedMessage()).contains("connect:StartChatContact");
        assertThat(keys(0)).isEqualTo("[lane=\"blue\", instanceId=\"sales-0001\"]");
    }

    @Test
    void manyDeniedInstancesAreToldInAFewLines() {
        for (int second = 0; second <= 60; second++) {
            for (int i = 0; i < 60; i++) {
                InstanceSnapshot denied = new InstanceSnapshot(
                        "wrong" + i,
                        1,
                        Long.MAX_VALUE,
                        0,
                        0,
                        0,
                        0,
                        0,
                        50,
                        50,
                        InstanceHold.ACCESS_DENIED,
                        0,
                        true,
                        List.of());
                holds.log(List.of(lane("blue", HoldCause.NONE, denied)), nowMs + second * 1_000L);
            }
        }
        assertThat(levels()).hasSize(6).containsOnly("ERROR");
        assertThat(keys(5)).isEqualTo("[lane=\"blue\", instances=\"55\"]");
    }

    @Test
    void anInstanceThatIsFullAgainAndAgainIsToldOnceAndOnceMoreWhenThatIsOver() {
        for (int second = 0; second < 300; second++) {
            at(second, HoldCause.NONE, second % 2 == 0 ? InstanceHold.FULL : InstanceHold.NONE);
        }
        assertThat(levels()).containsExactly("INFO");

        at(357, HoldCause.NONE, InstanceHold.NONE);
        assertThat(levels()).containsExactly("INFO");
        at(358, HoldCause.NONE, InstanceHold.NONE);
        at(359, HoldCause.NONE, InstanceHold.NONE);
        assertThat(levels()).containsExactly("INFO", "INFO");
        assertThat(keys(1)).contains("hold=\"FULL\"");
    }

    @Test
    void lanesAreToldWhenATaskGetsThemAndWhenItGivesThemUp() {
        LaneOwnerLogger owner = new LaneOwnerLogger("0_3");
        owner.log(List.of());
        owner.log(List.of(view("blue", HoldCause.NONE, InstanceHold.NONE)));
        owner.log(List.of(view("blue", HoldCause.OUTAGE, InstanceHold.FULL)));
        owner.closed();
        owner.closed();

        assertThat(said.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO, Level.INFO);
        assertThat(keys(0)).isEqualTo("[task=\"0_3\", lanes=\"[blue]\", waiting=\"3\"]");
    }
}
