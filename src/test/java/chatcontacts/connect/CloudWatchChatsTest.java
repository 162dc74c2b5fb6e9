package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.connect.ChatsReading.ChatCount;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.ConnectSimulator;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many chats instances have, asked of CloudWatch with the AWS SDK's own client over HTTP. */
final class CloudWatchChatsTest {

    private static final String ACTION = CloudWatchChats.ACTION;

    private final ConnectSimulator connect =
            ConnectSimulator.start(it -> it.rules().knowInstance("sales-0001").knowInstance("care-0001"));
    private final SignedLane lane = SignedLane.at(connect.uri());

    @AfterEach
    void close() {
        lane.close();
        connect.close();
        assertThat(connect.failure()).isEmpty();
    }

    /** The simulator has the minute that runs, and the next one may begin while it is asked. */
    private ChatsReading count(SignedLane of, Instant now, String... instances) throws Exception {
        try (CloudWatchChats chats = of.activeChats()) {
            return chats.count(List.of(instances), now).toCompletableFuture().get(2, TimeUnit.MINUTES);
        }
    }

    private static Instant soon() {
        return Instant.now().plusSeconds(300);
    }

    @Test
    void allChatsOfAnInstanceAreCountedWhoeverStartedThem() throws Exception {
        connect.startForeignChat("sales-0001");
        connect.startForeignChat("sales-0001");
        assertThat(count(lane, soon(), "sales-0001", "care-0001"))
                .isInstanceOfSatisfying(ChatsReading.Counted.class, it -> {
                    assertThat(it.byInstance()).hasSize(2);
                    assertThat(it.byInstance().get("sales-0001")).satisfies(count -> {
                        assertThat(count.chats()).isEqualTo(2);
                        assertThat(count.at().getEpochSecond() % 60).isZero();
                    });
                    assertThat(it.byInstance().get("care-0001"))
                            .extracting(ChatCount::chats)
                            .isEqualTo(0);
                });
    }

    @Test
    void anInstanceOfWhichCloudWatchKnowsNothingHasNoNumber() throws Exception {
        assertThat(count(lane, soon(), "nobody")).isEqualTo(new ChatsReading.Counted(Map.of()));
    }

    @Test
    void whatIsOldIsNotThePresent() throws Exception {
        Instant later = Instant.now().plus(CloudWatchChats.LOOKS_BACK.multipliedBy(2));
        assertThat(count(lane, later, "sales-0001")).isEqualTo(new ChatsReading.Counted(Map.of()));
    }

    @Test
    void aMissingRightIsNotAnOutage() throws Exception {
        connect.change(it -> it.rules().answerAction(ACTION, ConnectError.ACCESS_DENIED));
        assertThat(count(lane, soon(), "sales-0001"))
                .isEqualTo(new ChatsReading.CountNotAllowed("AccessDeniedException"));
    }

    @Test
    void anErrorIsNamed() throws Exception {
        connect.change(it -> it.rules().answerAction(ACTION, ConnectError.INVALID_REQUEST));
        assertThat(count(lane, soon(), "sales-0001"))
                .isEqualTo(new ChatsReading.CountNotKnown("InvalidRequestException"));
    }

    @Test
    void noAnswerIsNotKnown() throws Exception {
        try (SignedLane nowhere = SignedLane.at(URI.create("http://127.0.0.1:1"))) {
            assertThat(count(nowhere, soon(), "sales-0001")).isInstanceOf(ChatsReading.CountNotKnown.class);
        }
    }
}
