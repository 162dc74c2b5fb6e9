package chatcontacts.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.connect.KnownContact;
import chatcontacts.testkit.load.Ledger.Account;
import chatcontacts.testkit.load.Ledger.Orphan;
import chatcontacts.testkit.load.Ledger.Place;
import chatcontacts.testkit.load.Ledger.Resulted;
import chatcontacts.testkit.load.RequestDraft.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LedgerTest {

    private static final Place PLACE = new Place(1, 7);
    private static final Place OTHER = new Place(2, 7);

    private final Latencies latencies = new Latencies();
    private final Ledger ledger = new Ledger(latencies);

    private static Resulted started(String token, String contact, boolean replayed) {
        return new Resulted("STARTED", token, contact, replayed);
    }

    private static Resulted failed(String reason) {
        return new Resulted(reason, "token", null, false);
    }

    @Test
    void aStartedRecordIsSettledByItsResultAlone() {
        ledger.sent(PLACE, Kind.PLAIN, 1_000_000);
        assertThat(ledger.account().missing()).isEqualTo(1);
        assertThat(ledger.missing()).containsExactly("1@7 (PLAIN)");

        ledger.result(PLACE, started("token", "contact", false), 201_000_000);

        Account account = ledger.account();
        assertThat(account.missing()).isZero();
        assertThat(account.started()).isEqualTo(1);
        assertThat(account.tokensStarted()).isEqualTo(1);
        assertThat(account.problems()).isEmpty();
        assertThat(latencies.overall(50)).isBetween(Duration.ofMillis(190), Duration.ofMillis(210));
    }

    @Test
    void aFailedRecordNeedsItsResultAndItsDeadLetterInAnyOrderAndBeforeItIsKnownAsSent() {
        ledger.deadLetter(PLACE, "INVALID", 2);
        ledger.sent(PLACE, Kind.INVALID, 1);
        assertThat(ledger.account().missing()).isEqualTo(1);

        ledger.result(PLACE, failed("INVALID"), 3);

        Account account = ledger.account();
        assertThat(account.missing()).isZero();
        assertThat(account.failed()).isEqualTo(Map.of("INVALID", 1L));
        assertThat(account.results()).isEqualTo(1);
        assertThat(account.malformed()).isZero();
        assertThat(account.problems()).isEmpty();
    }

    @Test
    void whatIsMalformedIsSettledByItsDeadLetterAlone() {
        ledger.sent(PLACE, Kind.GARBAGE, 1);
        ledger.deadLetter(PLACE, "MALFORMED", 2);

        assertThat(ledger.account().missing()).isZero();
        assertThat(ledger.account().malformed()).isEqualTo(1);
        assertThat(ledger.account().problems()).isEmpty();
    }

    @Test
    void aSecondOutcomeIsAProblemHoweverLate() {
        ledger.sent(PLACE, Kind.PLAIN, 1);
        ledger.result(PLACE, started("token", "contact", false), 2);
        ledger.result(PLACE, started("token", "contact", true), 3);
        ledger.deadLetter(PLACE, "EXPIRED", 4);

        assertThat(ledger.account().problems())
                .containsExactly("1@7 has a second result", "1@7 has a second dead letter");
    }

    @Test
    void aTokenHasOneContactAndIsStartedOnce() {
        ledger.sent(PLACE, Kind.PLAIN, 1);
        ledger.sent(OTHER, Kind.REPEATED, 1);
        ledger.result(PLACE, started("token", "contact", false), 2);
        ledger.result(OTHER, started("token", "another", true), 3);
        ledger.result(new Place(3, 1), started("token", "contact", false), 4);

        assertThat(ledger.account().problems())
                .containsExactly(
                        "2@7 got another contact than its token's first", "3@1 started its token a second time");
    }

    @Test
    void anOutcomeThatIsWrongForItsKindIsAProblem() {
        ledger.sent(PLACE, Kind.INVALID, 1);
        ledger.result(PLACE, started("token", "contact", false), 2);

        assertThat(ledger.account().problems()).containsExactly("1@7 was sent as INVALID and ended as STARTED");
    }

    @Test
    void aResultAndADeadLetterMustAgree() {
        ledger.sent(PLACE, Kind.HASTY, 1);
        ledger.result(PLACE, failed("EXPIRED"), 2);
        ledger.deadLetter(PLACE, "REJECTED", 3);

        assertThat(ledger.account().problems())
                .containsExactly("1@7 has a result of EXPIRED and a dead letter of REJECTED");
    }

    @Test
    void whatOthersSentIsCountedApart() {
        ledger.result(PLACE, started("theirs", "contact", false), 2);

        assertThat(ledger.account().others()).isEqualTo(1);
        assertThat(ledger.account().missing()).isZero();
        assertThat(ledger.account().tokensStarted()).isEqualTo(1);
    }

    @Test
    void aResultMustNameTheContactThatConnectHolds() {
        ledger.sent(PLACE, Kind.PLAIN, 1);
        ledger.result(PLACE, started("i one", "contact", false), 2);
        ledger.sent(OTHER, Kind.PLAIN, 1);
        ledger.result(OTHER, started("i two", "another", false), 2);

        assertThat(ledger.compare(Map.of("i one", new KnownContact("contact", Instant.EPOCH))))
                .isEmpty();

        assertThat(ledger.account().problems())
                .containsExactly("i two has a result with a contact that Connect does not hold for it");
    }

    @Test
    void aContactWithoutAResultIsAnOrphanWithTheFirstFailureOfItsToken() {
        ledger.sent(PLACE, Kind.HASTY, 1);
        ledger.result(PLACE, new Resulted("UNCERTAIN", "i one", null, false), 2);
        ledger.result(OTHER, new Resulted("TOKEN_REUSED", "i two", null, false), 3);
        KnownContact held = new KnownContact("contact", Instant.EPOCH);

        assertThat(ledger.compare(Map.of("i one", held, "i two", held)))
                .containsExactlyInAnyOrder(
                        new Orphan("i one", Instant.EPOCH, "UNCERTAIN", 2),
                        new Orphan("i two", Instant.EPOCH, "", Long.MAX_VALUE));
        assertThat(ledger.account().problems()).isEmpty();
    }
}
