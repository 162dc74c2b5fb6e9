package chatcontacts.domain;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.InitialMessage;
import chatcontacts.domain.request.StartChat;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What carries a secret or a customer's words does not print them, wherever it is nested. */
final class RedactionTest {

    private static final String SECRET = "s3cret";

    @Test
    void aStartedAnswerPrintsNoParticipantToken() {
        CallResult answer = new CallResult.ChatStarted(
                "contact",
                "participant",
                ParticipantCredentials.of(SECRET),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(answer).hasToString("Started[contactId=contact, ...]");
    }

    @Test
    void aResultPrintsNoParticipantToken() {
        Contact contact = new Contact(
                "contact",
                "participant",
                ParticipantCredentials.of(SECRET),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
        Result result = new Result(
                "instance",
                "token",
                new Outcome.Started(contact),
                1,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                new Source("topic", 0, 0),
                Optional.empty());
        assertThat(contact).hasToString("Contact[contactId=contact, ...]");
        assertThat(result.toString()).contains("contact").doesNotContain(SECRET);
    }

    @Test
    void nothingThatOpensAChatIsPrinted() {
        var credentials = new ParticipantCredentials(
                Optional.of(SECRET),
                Optional.of(new ParticipantCredentials.Connection(SECRET, Optional.of(Instant.EPOCH))),
                Optional.of(new ParticipantCredentials.Socket(SECRET, Optional.of(Instant.EPOCH))),
                Optional.of(SECRET),
                false);

        assertThat(credentials).hasToString("ParticipantCredentials[...]");
        assertThat(credentials.connection().toString()).doesNotContain(SECRET);
        assertThat(credentials.websocket().toString()).doesNotContain(SECRET);
    }

    @Test
    void aRequestPrintsNoNameNoAttributesAndNoMessage() {
        StartChat plain = StartChat.of("instance", "flow", SECRET);
        StartChat call = new StartChat(
                plain.instanceId(),
                plain.contactFlowId(),
                plain.displayName(),
                Optional.of(Map.of(SECRET, SECRET)),
                Optional.of(new InitialMessage("text/plain", SECRET)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(SECRET),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(call).hasToString("StartChat[instanceId=instance, contactFlowId=flow, ...]");
        assertThat(new DecodedRequest(
                                call,
                                Optional.of("token"),
                                Optional.empty(),
                                Optional.empty(),
                                5,
                                Optional.empty(),
                                Optional.empty())
                        .toString())
                .doesNotContain(SECRET);
        assertThat(call.initialMessage().toString()).doesNotContain(SECRET);
    }
}
