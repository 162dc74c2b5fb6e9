package chatcontacts.cli.submit;

import static chatcontacts.cli.submit.SubmitFixture.FLAGS;
import static chatcontacts.cli.submit.SubmitFixture.started;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Requests;
import chatcontacts.keys.ResultEncryption;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitCommandTest {

    private final SubmitFixture rig = new SubmitFixture();
    private final RecordedConsole console = rig.console;
    private final FakeKafka kafka = rig.kafka;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void sendsARequestOfFlagsUnderANewToken() {
        assertThat(console.run(FLAGS)).isZero();

        DecodedRequest sent = kafka.sent().getFirst();
        assertThat(sent.call().displayName()).isEqualTo("Ada");
        String token = sent.clientToken().orElseThrow();
        assertThat(UUID.fromString(token)).isNotNull();
        assertThat(kafka.producer.history().getFirst().topic()).isEqualTo("chat-requests");
        assertThat(kafka.producer.history().getFirst().key()).isEqualTo(token.getBytes(StandardCharsets.UTF_8));
        assertThat(console.printed())
                .isEqualTo("sent to chat-requests, partition 0, offset 0, client token " + token + "\n");
    }

    @Test
    void waitsForTheOutcomeAndPrintsItAsTheAwsCliDoes() {
        kafka.answer(it -> Optional.of(started(it)));

        assertThat(console.run(FLAGS + " --client-token t --wait")).isZero();

        assertThat(console.printed()).isEqualTo("""
                        {
                            "ContactId": "contact of t",
                            "ParticipantId": "participant",
                            "ParticipantToken": "secret-token",
                            "ContinuedFromContactId": "former"
                        }
                        """);
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void printsWhatLetsTheCustomerConnectAsTheAwsCliDoes() {
        var credentials = ParticipantCredentials.of(
                "secret-token",
                Optional.of(new Connection("secret-key", Optional.of(Instant.EPOCH))),
                Optional.of(new Socket("wss://secret", Optional.empty())));
        kafka.answer(it -> Optional.of(new Outcome.Started(new Contact(
                "c",
                "p",
                credentials,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.of("s"),
                Optional.empty()))));

        assertThat(console.run(FLAGS + " --connection-types WEBSOCKET CONNECTION_CREDENTIALS --wait"))
                .isZero();

        assertThat(kafka.sent().getFirst().call().connectionTypes())
                .contains(List.of("WEBSOCKET", "CONNECTION_CREDENTIALS"));
        assertThat(console.printed()).isEqualTo("""
                        {
                            "ContactId": "c",
                            "ParticipantId": "p",
                            "ParticipantToken": "secret-token",
                            "ConnectionCredentials": {
                                "ConnectionToken": "secret-key",
                                "Expiry": "1970-01-01T00:00:00Z"
                            },
                            "Websocket": {
                                "Url": "wss://secret"
                            },
                            "StreamingId": "s"
                        }
                        """);
    }

    @Test
    void decryptsWithThePrivateKeyWhatOpensTheChat(@TempDir Path folder) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        Path publicKey = Files.writeString(
                folder.resolve("public.json"), key.toPublicJWK().toJSONString());
        Path privateKey = Files.writeString(folder.resolve("private.json"), key.toJSONString());
        ParticipantCredentials encrypted =
                new ResultEncryption(publicKey).encrypt("c", ParticipantCredentials.of("secret-token"));
        Contact contact = new Contact(
                "c",
                "p",
                encrypted,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
        kafka.answer(it -> Optional.of(new Outcome.Started(contact)));

        assertThat(console.run(FLAGS + " --wait --private-key " + privateKey)).isZero();
        assertThat(console.printed()).contains("\"ParticipantToken\": \"secret-token\"");

        assertThat(console.run(FLAGS + " --wait --private-key " + publicKey)).isEqualTo(2);
        assertThat(console.errors()).anyMatch(line -> line.endsWith("contains no private key, RSA or EC"));
    }

    @Test
    void takesNoOtherResultForItsOwn() {
        kafka.answer(it -> {
            Result foreign = new Result(
                    "i",
                    "another token",
                    started(Requests.full()),
                    1,
                    Optional.empty(),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    false,
                    new Source("chat-requests", 0, 0),
                    Optional.empty());
            kafka.publish(foreign);
            return Optional.of(new Outcome.Failed(Reason.EXPIRED, Optional.empty(), "too late"));
        });

        assertThat(console.run(FLAGS + " --client-token t --wait")).isEqualTo(ExitCode.FAILED);

        assertThat(console.errors()).containsExactly("FAILED, EXPIRED: too late");
        assertThat(console.printed()).isEmpty();
    }

    @Test
    void tellsProgramsOfAFailure() {
        kafka.answer(it -> Optional.of(new Outcome.Failed(
                Reason.REJECTED, Optional.of("ResourceNotFoundException"), "Amazon Connect refused it")));

        assertThat(console.run(FLAGS + " --client-token t --wait --json")).isEqualTo(ExitCode.FAILED);

        assertThat(console.printed()).isEqualTo("""
                        {"status":"FAILED","instanceId":"i","clientToken":"t",\
                        "source":{"topic":"chat-requests","partition":0,"offset":0},"attempts":1,"replayed":false,\
                        "reason":"REJECTED","errorCode":"ResourceNotFoundException",\
                        "message":"Amazon Connect refused it"}
                        """);
    }

    @Test
    void waitsNoLongerThanItWasTold() {
        assertThat(console.run(FLAGS + " --client-token t --wait --timeout 50ms"))
                .isEqualTo(ExitCode.TIMED_OUT);

        assertThat(console.errors())
                .containsExactly("no outcome within 50 ms; it was sent to chat-requests, partition 0, offset 0,"
                        + " client token t");
        assertThat(kafka.sent()).hasSize(1);
    }

    @Test
    void refusesAFaultyRequestWithAllItsFaultsAndSendsNothing() {
        assertThat(console.run("submit --chat-duration-in-minutes 5 --instance-id", "i".repeat(101)))
                .isEqualTo(ExitCode.USAGE);

        assertThat(console.errors())
                .containsExactlyInAnyOrder(
                        "contactFlowId: is required",
                        "participantDetails.displayName: is required",
                        "instanceId: 101 characters, allowed are 1 to 100",
                        "chatDurationInMinutes: 5 is outside 60 to 10080");
        assertThat(kafka.producer.history()).isEmpty();
    }

    @Test
    void theLimitsOfMessagesAreThoseOfTheSettings() {
        String message = " --initial-message ContentType=text/plain,Content=" + "x".repeat(1025);
        String narrow = FLAGS + " --dry-run --set limits.message.plain=1024";

        assertThat(console.run(narrow + message)).isEqualTo(ExitCode.USAGE);
        assertThat(console.run(FLAGS + " --dry-run" + message)).isZero();
    }

    @Test
    void aDryRunConnectsToNothing() {
        console.producer = settings -> {
            throw new AssertionError();
        };
        rig.lines("a", "b");

        assertThat(console.run(FLAGS + " --wait --dry-run")).isZero();
        assertThat(console.run("submit --bulk --dry-run")).isZero();

        assertThat(console.printed()).isEqualTo("The request is valid.\n2 requests: 2 valid, 0 invalid\n");
    }

    @Test
    void theSkeletonNeedsNoSettings() {
        console.environment.clear();

        assertThat(console.run("submit --generate-skeleton")).isZero();
        assertThat(console.printed()).startsWith("{\n    \"InstanceId\": \"\",");
        assertThat(console.run("submit --generate-cli-skeleton yaml-input")).isZero();
        assertThat(console.printed()).contains("\nInstanceId: ''\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit",
                "submit --wait",
                "submit --bulk --cli-input-json {}",
                "submit --cli-input-yaml a --cli-input-json {}",
                "submit --rate 5 --instance-id i",
                "submit --bulk --rate 0",
                "submit --bulk --client-token t",
                "submit --inst",
                "submit --c i",
                "submit --customer-id -x",
                "submit --customer-id --wait",
                "submit --instance-id i --timeout soon",
                "submit --generate-skeleton xml",
                "submit --generate-skeleton output",
                "submit --nonsense"
            })
    void wrongUsageIsOneSentenceAndAHint(String line) {
        assertThat(console.run(line)).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors()).hasSize(2).last().asString().startsWith("Try: ");
    }

    @Test
    void aFlagMayBeShortenedAndOfOneThatComesAgainTheLastCounts() {
        assertThat(console.run("submit --inst i --contact f --participant-d DisplayName=Ada --customer-id=-5"
                        + " --supported text/plain text/markdown --inst j --supported text/plain application/json"))
                .isZero();

        DecodedRequest sent = kafka.sent().getFirst();
        assertThat(sent.call().instanceId()).isEqualTo("j");
        assertThat(sent.call().customerId()).contains("-5");
        assertThat(sent.call().supportedMessagingContentTypes()).contains(List.of("text/plain", "application/json"));
    }

    @Test
    void anEmptyListAsksForNothing() {
        assertThat(console.run(FLAGS + " --supported-messaging-content-types")).isZero();

        assertThat(kafka.sent().getFirst().call().supportedMessagingContentTypes())
                .isEmpty();
    }

    @Test
    void severalContentTypesMayFollowTheirFlag() {
        assertThat(console.run(FLAGS + " --supported-messaging-content-types text/plain text/markdown --customer-id c"))
                .isZero();

        assertThat(kafka.sent().getFirst().call().supportedMessagingContentTypes())
                .contains(List.of("text/plain", "text/markdown"));
        assertThat(kafka.sent().getFirst().call().customerId()).contains("c");
    }
}
