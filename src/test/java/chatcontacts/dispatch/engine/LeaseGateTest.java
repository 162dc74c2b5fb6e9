package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.full;
import static chatcontacts.dispatch.engine.EngineFixture.started;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.MemoryTable;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where chat ends are seen, a chat takes its slot until it has ended. */
final class LeaseGateTest {

    private final EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.ON);

    private void chat(String token) {
        dispatch.request(token);
        dispatch.start(token);
    }

    @Test
    void aChatOfOthersIsKnownFromItsFirstEventOnAlsoWhereItDoesNotCount() {
        EngineFixture blind = new EngineFixture(2, ChatEndVisibility.Mode.AUTO);
        blind.opened("other", "other");
        assertThat(blind.view("i1").chats().known()).isEqualTo(1);
        assertThat(blind.view("i1").active()).isZero();
        assertThat(blind.view("i1").chats().doubtful()).isZero();
        blind.pass(Duration.ofHours(1));
        blind.step();
        assertThat(blind.view("i1").chats().doubtful()).isEqualTo(1);
        blind.ended("other", "other");
        assertThat(blind.view("i1").chats().known()).isZero();
    }

    @Test
    void aChatTakesItsSlotUntilItsEndIsSeen() {
        chat("a");
        dispatch.request("b");
        assertThat(dispatch.called()).containsExactly("a");
        dispatch.ended("chat of a", "chat of a");
        assertThat(dispatch.called()).containsExactly("a", "b");
    }

    @Test
    void withoutEventsLeasesDoNotGate() {
        EngineFixture off = new EngineFixture(1, ChatEndVisibility.Mode.OFF);
        off.request("a");
        off.start("a");
        off.opened("other", "other");
        off.request("b");
        assertThat(off.called()).containsExactly("a", "b");
        assertThat(off.view("i1").active()).isZero();
    }

    @Test
    void autoGatesOnceTheEndOfAChatOfOursWasSeen() {
        EngineFixture auto = new EngineFixture(1, ChatEndVisibility.Mode.AUTO);
        auto.opened("foreign", "foreign");
        assertThat(auto.view("i1").chats().others()).isEqualTo(1);
        auto.ended("foreign", "foreign");
        auto.request("a");
        auto.start("a");
        auto.opened("chat of a", "chat of a");
        assertThat(auto.view("i1").chatEndsVisible())
                .as("openings may be all that is routed")
                .isFalse();
        auto.ended("chat of a", "chat of a");
        assertThat(auto.view("i1").chatEndsVisible()).isTrue();
        auto.request("b");
        auto.start("b");
        auto.request("c");
        assertThat(auto.called()).containsExactly("a", "b");
        auto.ended("chat of b", "chat of b");
        assertThat(auto.called()).containsExactly("a", "b", "c");
    }

    @Test
    void anEndThatPrecedesItsAnswerShowsThatEndsAreSeen() {
        EngineFixture auto = new EngineFixture(1, ChatEndVisibility.Mode.AUTO);
        auto.request("a");
        auto.ended("chat of a", "chat of a");
        auto.start("a");
        assertThat(auto.view("i1").chatEndsVisible()).isTrue();
    }

    @Test
    void aRepeatedResultTellsOfTheChatThatTheFirstCallBegan() {
        dispatch.request("a");
        dispatch.answer("a", EngineFixture.unanswered());
        dispatch.pass(Duration.ofMillis(100));
        for (int i = 0; i < 2; i++) {
            dispatch.answer("a", new CallResult.Unreachable("dns"));
            dispatch.pass(Duration.ofMinutes(20));
        }
        dispatch.start("a");
        dispatch.request("b");
        assertThat(dispatch.called().getLast())
                .as("the lease is forty minutes old, and may be tested")
                .isEqualTo("b");
    }

    @Test
    void anEndOfMoreThanAnHourAgoIsNotStored() {
        dispatch.accept(new ChatSeen(
                "i1",
                "x",
                "x",
                ChatSeen.Kind.ENDED,
                dispatch.now().minus(Duration.ofMinutes(61)),
                ChatSeen.Regions.NONE));
        dispatch.pass(Duration.ofDays(2));
        assertThat(dispatch.table.size()).isZero();
    }

    @Test
    void chatsThatOthersStartTakeSlotsToo() {
        dispatch.opened("foreign", "foreign");
        dispatch.request("a");
        assertThat(dispatch.calls).isEmpty();
        dispatch.ended("foreign", "foreign");
        assertThat(dispatch.called()).containsExactly("a");
    }

    @Test
    void aTransferredChatEndsWithItsLastSegmentInWhateverOrderItsEventsCome() {
        chat("a");
        dispatch.request("b");
        dispatch.opened("chat of a", "segment 2");
        dispatch.ended("chat of a", "chat of a");
        dispatch.ended("chat of a", "chat of a");
        assertThat(dispatch.called()).containsExactly("a");
        dispatch.ended("chat of a", "segment 2");
        assertThat(dispatch.called()).containsExactly("a", "b");
        dispatch.opened("chat of a", "chat of a");
        dispatch.opened("chat of a", "segment 2");
        assertThat(dispatch.view("i1").active())
                .as("late openings open nothing")
                .isZero();
    }

    @Test
    void anEndThatComesBeforeTheAnswerIsRemembered() {
        dispatch.request("a");
        dispatch.ended("chat of a", "chat of a");
        dispatch.start("a");
        assertThat(dispatch.view("i1").active()).isZero();
    }

    @Test
    void anEndThatComesBeforeTheStartIsRememberedAlsoOverARestart() {
        dispatch.ended("x", "x");
        dispatch.restart();
        dispatch.opened("x", "x");
        assertThat(dispatch.view("i1").active()).isZero();
    }

    @Test
    void anOpeningOfMoreThanAnHourAgoIsNotBelieved() {
        dispatch.accept(new ChatSeen(
                "i1",
                "x",
                "x",
                ChatSeen.Kind.OPEN,
                dispatch.now().minus(Duration.ofMinutes(61)),
                ChatSeen.Regions.NONE));
        assertThat(dispatch.lane().instances())
                .allSatisfy(it -> assertThat(it.active()).isZero());
    }

    @Test
    void aLeaseEndsByItselfWhenTheChatsDurationIsOver() {
        chat("a");
        dispatch.pass(Duration.ofHours(24));
        assertThat(dispatch.view("i1").active()).isEqualTo(1);
        assertThat(dispatch.wakeAtMs).isLessThanOrEqualTo(dispatch.nowMs + 3_600_000);
        dispatch.pass(Duration.ofHours(1));
        assertThat(dispatch.lane().instances()).as("nothing is known any more").isEmpty();
        assertThat(dispatch.wakeAtMs).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWouldHaveEndedByItselfLeavesMemoryWithItsChat() {
        Leases leases = new Leases(new LaneStore(new MemoryTable(), "default", FormatVersions.CURRENT), "i1");
        for (int i = 0; i < 1_000; i++) {
            leases.started("c" + i, Duration.ofHours(25), i * 60_000L, i * 60_000L);
            leases.drop("c" + i);
        }
        long firstWouldHaveEndedMs = Duration.ofHours(25).toMillis();
        assertThat(leases.nextEndMs()).isGreaterThan(firstWouldHaveEndedMs + 900 * 60_000L);
        leases.started("last", Duration.ofHours(1), 0, 0);
        assertThat(leases.expire(3_600_000)).isEqualTo(1);
        assertThat(leases.isEmpty()).isTrue();
    }

    @Test
    void leasesSurviveARestart() {
        chat("a");
        dispatch.restart();
        dispatch.request("b");
        dispatch.pass(Duration.ofMinutes(4));
        assertThat(dispatch.called()).containsExactly("a");
    }

    @Test
    void aLeaseIsTestedFromTheShortestLifetimeOn() {
        chat("a");
        dispatch.pass(Duration.ofMinutes(4));
        dispatch.request("b");
        dispatch.pass(Duration.ofMinutes(1).minusMillis(1));
        assertThat(dispatch.called()).containsExactly("a");
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.called()).containsExactly("a", "b");
        dispatch.request("c");
        assertThat(dispatch.calls).as("one test at a time").hasSize(2);
        dispatch.start("b");
        assertThat(dispatch.view("i1").active())
                .as("a's lease is dropped, b has one")
                .isEqualTo(1);
    }

    @Test
    void aTestThatFindsTheInstanceFullKeepsTheLeaseAndComesAgainAfterAHold() {
        chat("a");
        dispatch.pass(Duration.ofHours(2));
        dispatch.request("b");
        dispatch.answer("b", full());
        assertThat(dispatch.view("i1").active()).isEqualTo(1);
        assertThat(dispatch.calls).hasSize(2);
        dispatch.pass(Duration.ofMinutes(1));
        assertThat(dispatch.calls).as("tested again").hasSize(3);
        dispatch.answer("b", started("b"));
        assertThat(dispatch.view("i1").active()).isEqualTo(1);
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.NONE);
    }

    @Test
    void whatIsRememberedOfEndedContactsGoesAfterAnHour() {
        EngineFixture busy = new EngineFixture(1_000, ChatEndVisibility.Mode.ON);
        int before = busy.table.size();
        for (int i = 0; i < 2_000; i++) {
            busy.ended("chat " + i, "chat " + i);
        }
        assertThat(busy.table.size() - before).isEqualTo(2_000);
        busy.pass(Duration.ofMinutes(59));
        assertThat(busy.table.size() - before).isEqualTo(2_000);
        busy.pass(Duration.ofMinutes(2));
        assertThat(busy.table.size()).isEqualTo(before);
        assertThat(busy.lane().instances()).isEmpty();
    }

    @Test
    void leasesThatGateNothingAreBounded() {
        EngineFixture auto = new EngineFixture(10, ChatEndVisibility.Mode.AUTO);
        for (int i = 0; i < 500; i++) {
            auto.opened("foreign " + i, "foreign " + i);
        }
        assertThat(auto.table.size()).isLessThan(50);
    }

    /** What a hold leaves behind when it ends, a learned limit and a time until it may be probed, is no reason to wait for a chat. */
    @Test
    void aLeaseIsTestedAlsoWhereALearnedLimitWaitsForItsNextProbe() {
        EngineFixture three = new EngineFixture(3, ChatEndVisibility.Mode.ON);
        three.request("a");
        three.start("a");
        three.opened("other", "other");
        three.pass(Duration.ofSeconds(280));
        three.request("b");
        for (int probes = 0; probes < 7; probes++) {
            three.answer("b", full());
            three.pass(Duration.ofMillis(three.view("i1").holdUntilMs() - three.nowMs));
        }
        three.answer("b", full());
        long nextProbeAtMs = three.view("i1").holdUntilMs();
        assertThat(nextProbeAtMs - three.nowMs).isGreaterThan(15_000);
        three.ended("other", "other");
        three.start("b");
        three.request("c");
        assertThat(three.called()).doesNotContain("c");
        three.pass(Duration.ofMillis(nextProbeAtMs - three.nowMs - 1));
        assertThat(three.called()).contains("c");
    }
}
