package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.dispatch.engine.LaneSnapshot.KeptSnapshot;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a newer release wrote waits for an owner that can read it; everything else goes on. */
final class KeptMessagesTest {

    private static final FormatVersions OLD = new FormatVersions(2, 2);
    private static final FormatVersions NEW = new FormatVersions(3, 3);

    private final EngineFixture dispatch = new EngineFixture(100, ChatEndVisibility.Mode.OFF);

    private void newer(String token) {
        long offset = dispatch.request(Ask.of(token), NEW);
        assertThat(dispatch.isOpen(offset)).isTrue();
    }

    private List<KeptSnapshot> kept() {
        return dispatch.engine.snapshots(dispatch.nowMs).stream()
                .flatMap(it -> it.kept().stream())
                .toList();
    }

    @Test
    void aMessageOfANewerVersionIsKeptAndShownAndDelaysNobody() {
        newer("newer");
        dispatch.request("known");

        assertThat(dispatch.called()).containsExactly("known");
        assertThat(dispatch.deadLetters).isEmpty();
        assertThat(kept()).containsExactly(new KeptSnapshot("message version 3", 1));
    }

    @Test
    void anUpgradedOwnerHandlesThemInTheirOrderAndForgetsThem() {
        for (int i = 0; i < 120; i++) {
            newer("t" + i);
        }
        dispatch.restartAndGoOn();
        assertThat(dispatch.called()).isEmpty();
        assertThat(kept()).containsExactly(new KeptSnapshot("message version 3", 120));

        dispatch.formats = NEW;
        dispatch.restartAndGoOn();

        assertThat(dispatch.called()).startsWith("t0", "t1", "t2").doesNotHaveDuplicates();
        dispatch.calls.stream().map(EngineFixture.Call::clientToken).toList().forEach(dispatch::start);
        dispatch.pass(Duration.ofSeconds(1));
        assertThat(dispatch.called()).hasSize(120).doesNotHaveDuplicates();
        assertThat(kept()).isEmpty();
        dispatch.restart();
        assertThat(kept()).isEmpty();
    }

    @Test
    void aCancellationThatComesBeforeTheUpgradeCancelsAKeptRequest() {
        newer("t");
        dispatch.cancel("t");

        dispatch.formats = NEW;
        dispatch.restartAndGoOn();

        assertThat(dispatch.failure(0)).isEqualTo(Reason.CANCELLED);
        assertThat(dispatch.calls).isEmpty();
    }

    @Test
    void aDuplicateOfAKeptRequestStartsOneChat() {
        newer("t");
        long known = dispatch.request("t");
        dispatch.start("t");

        dispatch.formats = NEW;
        dispatch.restartAndGoOn();

        assertThat(dispatch.called()).containsExactly("t");
        assertThat(dispatch.isStarted(0)).isTrue();
        assertThat(dispatch.isStarted(known)).isTrue();
    }

    @Test
    void aMessageOfANewerKindIsKept() {
        dispatch.acceptBytes(EngineFixture.LANE, new byte[] {2, 99, 1, 2, 3});

        assertThat(dispatch.deadLetters).isEmpty();
        assertThat(kept()).containsExactly(new KeptSnapshot("message kind 99", 1));
    }

    @Test
    void aRequestInANewerSchemaIsKeptWhenItsTurnComesAndStartedAfterTheUpgrade() {
        long record = dispatch.request(Ask.of("t").flow("newer schema"));
        long duplicate = dispatch.request(Ask.of("t").flow("newer schema"));
        assertThat(dispatch.calls).isEmpty();
        assertThat(dispatch.deadLetters).isEmpty();
        assertThat(kept()).isNotEmpty();

        dispatch.knowsNewerSchema = true;
        dispatch.restartAndGoOn();
        dispatch.start("t");
        dispatch.pass(Duration.ofSeconds(1));

        assertThat(dispatch.called()).containsExactly("t");
        assertThat(dispatch.isStarted(record)).isTrue();
        assertThat(dispatch.isStarted(duplicate)).isTrue();
        assertThat(kept()).isEmpty();
    }

    @Test
    void aRequestInDoubtKeepsItsDoubtWhileItIsKept() {
        dispatch.knowsNewerSchema = true;
        dispatch.request(Ask.of("t").flow("newer schema"));
        dispatch.knowsNewerSchema = false; // the process is rolled back while the call is in flight
        dispatch.restartAndGoOn();
        assertThat(kept()).hasSize(1);

        dispatch.knowsNewerSchema = true;
        dispatch.restartAndGoOn();

        assertThat(dispatch.called()).containsExactly("t", "t");
        dispatch.start("t");
        assertThat(dispatch.isStarted(0)).isTrue();
    }

    @Test
    void whatIsCorruptInAVersionThatIsKnownByNowBecomesADeadLetter() {
        byte[] bytes = DispatchCodec.toBytes(new DispatchMessage.Cancellation("i1", "t"), NEW);
        dispatch.acceptBytes(EngineFixture.LANE, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(dispatch.deadLetters).isEmpty();

        dispatch.formats = NEW;
        dispatch.restartAndGoOn();

        assertThat(dispatch.deadLetters).hasSize(1);
        assertThat(kept()).isEmpty();
    }

    @Test
    void anOwnerHeldAtTheOldFormatLeavesAWayBack() {
        dispatch.formats = new FormatVersions(3, 2);
        dispatch.restartAndGoOn();
        dispatch.request("t");
        dispatch.formats = OLD;
        dispatch.restartAndGoOn();

        dispatch.start("t");
        assertThat(dispatch.isStarted(0)).isTrue();
    }
}
