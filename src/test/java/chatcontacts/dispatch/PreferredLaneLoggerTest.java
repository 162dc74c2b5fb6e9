package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker.HoldCause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PreferredLaneLoggerTest {

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("chatcontacts.dispatch");
    private final PreferredLaneLogger logger = new PreferredLaneLogger(Map.of("sales-0001", "us"));

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

    private static LaneSnapshot lane(String name, String instanceId, int waiting) {
        InstanceSnapshot instance = new InstanceSnapshot(
                instanceId, waiting, Long.MAX_VALUE, 0, 0, 0, 0, 0, 50, 50, InstanceHold.NONE, 0, true, List.of());
        return new LaneSnapshot(
                name,
                false,
                5,
                5,
                0,
                100,
                HoldCause.NONE,
                "",
                0,
                List.of(instance),
                new LaneSnapshot.Movement(0, Long.MAX_VALUE, true, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(),
                Optional.empty(),
                List.of());
    }

    @Test
    void warnsOnceOfRequestsThatWaitInALaneThatIsNotPreferred() {
        logger.log(List.of(lane("eu", "sales-0001", 7)));
        logger.log(List.of(lane("eu", "sales-0001", 8)));

        assertThat(said.list)
                .singleElement()
                .satisfies(it -> assertThat(it.getKeyValuePairs().toString())
                        .contains("instanceId=\"sales-0001\"", "lane=\"eu\"", "preferredLane=\"us\"", "waiting=\"7\""));
    }

    @Test
    void isSilentWhereAllIsAsItShouldBe() {
        logger.log(List.of(lane("us", "sales-0001", 7), lane("eu", "sales-0001", 0), lane("ap", "help-0001", 7)));

        assertThat(said.list).isEmpty();
    }
}
