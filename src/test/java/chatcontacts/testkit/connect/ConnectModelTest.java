package chatcontacts.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.connect.ConnectResponse.Contact;
import chatcontacts.testkit.connect.ConnectResponse.Refused;
import chatcontacts.testkit.connect.ConnectResponse.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConnectModelTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final StartParams HELLO = StartParams.of("flow", "Ada");

    private final ConnectRules rules = new ConnectRules();
    private final ConnectModel model = new ConnectModel(rules, 7);

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private String kind(String instanceId, String token, long millis) {
        return model.startChat(instanceId, HELLO, token, at(millis)).kind();
    }

    private static Contact contact(ConnectResponse answer) {
        assertThat(answer).isInstanceOf(Started.class);
        return ((Started) answer).contact();
    }

    @Test
    void letsTheBurstThroughAndThenTheRate() {
        rules.rate(5, 8);
        for (int i = 0; i < 8; i++) {
            assertThat(kind("i", "t" + i, 0)).isEqualTo("STARTED");
        }
        assertThat(kind("i", "late", 199)).isEqualTo("TooManyRequests");
        assertThat(kind("i", "late", 200)).isEqualTo("STARTED");
        assertThat(kind("i", "later", 300)).isEqualTo("TooManyRequestsException");
        assertThat(kind("other", "x", 399)).isEqualTo("ThrottlingException");
        assertThat(kind("other", "x", 400)).isEqualTo("STARTED");
    }

    @Test
    void neverSavesUpMoreThanTheBurst() {
        rules.rate(5, 2);
        assertThat(kind("i", "a", 0)).isEqualTo("STARTED");
        assertThat(kind("i", "b", 3_600_000)).isEqualTo("STARTED");
        assertThat(kind("i", "c", 3_600_000)).isEqualTo("STARTED");
        assertThat(kind("i", "d", 3_600_000)).isEqualTo("TooManyRequests");
    }

    @Test
    void refusesAChatAboveTheQuotaOfItsInstanceOnly() {
        rules.rateUnlimited().quota("small", 1);
        assertThat(kind("small", "a", 0)).isEqualTo("STARTED");
        assertThat(kind("small", "b", 0)).isEqualTo("LimitExceededException");
        assertThat(kind("other", "b", 0)).isEqualTo("STARTED");
        assertThat(model.mostActive()).containsEntry("small", 1);
    }

    @Test
    void countsForeignChatsAgainstTheQuota() {
        rules.quota(2);
        assertThat(model.startForeignChat("i", START)).isTrue();
        assertThat(model.startForeignChat("i", START)).isTrue();
        assertThat(model.startForeignChat("i", START)).isFalse();
        assertThat(kind("i", "a", 0)).isEqualTo("LimitExceededException");
        assertThat(model.endOldestChat("i", at(1))).isTrue();
        assertThat(kind("i", "a", 2)).isEqualTo("STARTED");
    }

    @Test
    void freesTheSlotWhenTheChatEnds() {
        rules.quota(1).chatDuration(RandomDuration.fixed(Duration.ofSeconds(10)));
        assertThat(kind("i", "a", 0)).isEqualTo("STARTED");
        assertThat(kind("i", "b", 9_999)).isEqualTo("LimitExceededException");
        assertThat(kind("i", "b", 10_000)).isEqualTo("STARTED");
    }

    @Test
    void givesARepeatedTokenTheSameContactEvenAfterItsEndAndFromAFullInstance() {
        rules.quota(1).chatDuration(RandomDuration.fixed(Duration.ofSeconds(10)));
        Contact first = contact(model.startChat("i", HELLO, "a", START));
        assertThat(kind("i", "b", 10_000)).isEqualTo("STARTED");
        ConnectResponse again = model.startChat("i", HELLO, "a", at(11_000));
        assertThat(again.kind()).isEqualTo("REPEATED");
        assertThat(contact(again)).isEqualTo(first);
        assertThat(model.active("i")).isEqualTo(1);
    }

    @Test
    void knowsATokenByItsInstanceWhetherGivenByIdOrArn() {
        Contact first = contact(model.startChat("i", HELLO, "a", START));
        assertThat(contact(model.startChat("arn:aws:connect:us-east-1:1:instance/i", HELLO, "a", START)))
                .isEqualTo(first);
        assertThat(contact(model.startChat("other", HELLO, "a", START))).isNotEqualTo(first);
        assertThat(contact(model.startChat("i", HELLO, "A", START))).isNotEqualTo(first);
    }

    @Test
    void forgetsATokenAfterSevenDays() {
        Contact first = contact(model.startChat("i", HELLO, "a", START));
        Instant sevenDays = START.plus(Duration.ofDays(7));
        assertThat(contact(model.startChat("i", HELLO, "a", sevenDays.minusMillis(1))))
                .isEqualTo(first);
        assertThat(contact(model.startChat("i", HELLO, "a", sevenDays))).isNotEqualTo(first);
    }

    @Test
    void callsTheSameTokenWithOtherContentAViolation() {
        assertThat(kind("i", "a", 0)).isEqualTo("STARTED");
        assertThat(model.startChat("i", StartParams.of("flow", "Bob"), "a", START)
                        .kind())
                .isEqualTo("InvalidRequestException");
        assertThat(model.violations()).singleElement().asString().contains("token a of i");
    }

    @Test
    void startsAnotherChatForEachCallWithoutToken() {
        assertThat(contact(model.startChat("i", HELLO, null, START)))
                .isNotEqualTo(contact(model.startChat("i", HELLO, null, START)));
        assertThat(model.active("i")).isEqualTo(2);
    }

    @Test
    void refusesWhatIsDeniedOrUnknown() {
        rules.knowInstance("i").knowInstance("barred").knowFlow("flow").deny("barred");
        assertThat(kind("barred", "a", 0)).isEqualTo("AccessDeniedException");
        assertThat(kind("elsewhere", "a", 0)).isEqualTo("ResourceNotFoundException");
        assertThat(model.startChat("i", StartParams.of("nowhere", "Ada"), "a", START)
                        .kind())
                .isEqualTo("ResourceNotFoundException");
        rules.allow("barred");
        assertThat(kind("barred", "a", 1)).isEqualTo("STARTED");
    }

    @Test
    void answersEverythingWithOneErrorWhileToldTo() {
        rules.answerEverythingWith(ConnectError.EXPIRED_TOKEN);
        assertThat(model.startChat("i", HELLO, "a", START))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.error().status()).isEqualTo(403));
        rules.answerNormally();
        assertThat(kind("i", "a", 0)).isEqualTo("STARTED");
    }

    @Test
    void marksParticipantTokensSoThatLeaksCanBeFound() {
        Contact contact = contact(model.startChat("i", HELLO, "a", START));
        assertThat(contact.participantToken())
                .startsWith(ConnectModel.TOKEN_PREFIX)
                .hasSizeBetween(400, 1000);
        assertThat(contact.toString()).doesNotContain(ConnectModel.TOKEN_PREFIX);
    }

    @Test
    void tellsTheLifeOfAChatInOrder() {
        rules.chatDuration(RandomDuration.fixed(Duration.ofSeconds(60)));
        String id = contact(model.startChat("i", HELLO, "a", START)).contactId();
        List<ContactEvent> events = model.advance(at(60_000));
        assertThat(events)
                .extracting(ContactEvent::type)
                .containsExactly(
                        ContactEvent.Type.INITIATED,
                        ContactEvent.Type.CONNECTED_TO_SYSTEM,
                        ContactEvent.Type.QUEUED,
                        ContactEvent.Type.CONNECTED_TO_AGENT,
                        ContactEvent.Type.DISCONNECTED,
                        ContactEvent.Type.COMPLETED);
        assertThat(events).extracting(ContactEvent::contactId).containsOnly(id);
        assertThat(events).extracting(ContactEvent::at).isSorted();
        assertThat(model.nextChange()).isEmpty();
        assertThat(model.advance(at(61_000))).isEmpty();
    }

    @Test
    void keepsATransferredChatOneChatWhileItsSegmentsChange() {
        rules.transfers(1).quota(1).chatDuration(RandomDuration.fixed(Duration.ofSeconds(60)));
        String id = contact(model.startChat("i", HELLO, "a", START)).contactId();
        List<ContactEvent> events = model.advance(at(59_999));
        assertThat(events).extracting(ContactEvent::initialContactId).containsOnly(id);
        assertThat(events).extracting(ContactEvent::type).contains(ContactEvent.Type.DISCONNECTED);
        assertThat(model.active("i")).isEqualTo(1);
        assertThat(kind("i", "b", 59_999)).isEqualTo("LimitExceededException");
        Map<String, Set<ContactEvent.Type>> bySegment = new HashMap<>();
        events.forEach(event -> bySegment
                .computeIfAbsent(event.contactId(), any -> new HashSet<>())
                .add(event.type()));
        assertThat(bySegment).hasSize(2);
        assertThat(bySegment.get(id)).contains(ContactEvent.Type.DISCONNECTED, ContactEvent.Type.COMPLETED);
        ContactEvent end = model.advance(at(60_000)).getFirst();
        assertThat(end.type()).isEqualTo(ContactEvent.Type.DISCONNECTED);
        assertThat(end.contactId()).isNotEqualTo(id);
        assertThat(end.previousContactId()).contains(id);
        assertThat(model.active("i")).isZero();
    }

    @Test
    void saysNothingOfSilentInstances() {
        rules.silence("i").chatDuration(RandomDuration.fixed(Duration.ofSeconds(1)));
        assertThat(kind("i", "a", 0)).isEqualTo("STARTED");
        assertThat(model.advance(at(2_000))).isEmpty();
        assertThat(model.active("i")).isZero();
    }

    @Test
    void givesEqualAnswersForEqualSeeds() {
        rules.chatDuration(new RandomDuration.LogNormal(Duration.ofSeconds(1), 0.5))
                .transfers(0.5);
        ConnectModel twin = new ConnectModel(rules, 7);
        for (int i = 0; i < 8; i++) {
            assertThat(twin.startChat("i", HELLO, "t" + i, START))
                    .isEqualTo(model.startChat("i", HELLO, "t" + i, START));
        }
        assertThat(twin.advance(at(60_000))).isEqualTo(model.advance(at(60_000)));
    }

    /** A thousand random steps; nothing may break what every run must keep. */
    @Test
    void neverExceedsTheQuotaNorMakesTwoContactsOfOneToken() {
        rules.rateUnlimited().quota(5).chatDuration(new RandomDuration.Uniform(Duration.ZERO, Duration.ofSeconds(2)));
        rules.transfers(0.3);
        var random = new SplittableRandom(3);
        Map<String, String> contacts = new HashMap<>();
        long millis = 0;
        for (int i = 0; i < 1_000; i++) {
            millis += random.nextInt(100);
            String token = "t" + random.nextInt(300);
            if (model.startChat("i", HELLO, token, at(millis)) instanceof Started started) {
                String id = started.contact().contactId();
                String known = contacts.putIfAbsent(token, id);
                assertThat(started.repeated()).isEqualTo(known != null);
                assertThat(contacts).containsEntry(token, id);
            }
            assertThat(model.active("i")).isLessThanOrEqualTo(5);
        }
        assertThat(contacts).hasSizeGreaterThan(100);
        assertThat(new HashSet<>(contacts.values())).hasSameSizeAs(contacts.keySet());
        assertThat(model.mostActive()).containsEntry("i", 5);
    }
}
