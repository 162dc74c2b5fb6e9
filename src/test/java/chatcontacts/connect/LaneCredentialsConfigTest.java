package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatcontacts.domain.call.CallResult;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose name, whose trust: real HTTP against a server of the test. */
class LaneCredentialsConfigTest {

    private static final String STARTED = "{\"ContactId\":\"c\",\"ParticipantId\":\"p\",\"ParticipantToken\":\"t\"}";

    @TempDir
    private Path folder;

    @Test
    void callsUnsignedWhereToldSo() throws Exception {
        LaneCredentialsConfig nobody = new LaneCredentialsConfig(Optional.empty(), Optional.empty(), false);
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.of(TestLane.lane(server.uri(), nobody, Optional.empty()))) {
            assertThat(lane.call()).isInstanceOf(CallResult.ChatStarted.class);

            assertThat(server.requests().getFirst().head()).doesNotContainIgnoringCase("\nAuthorization:");
            assertThat(server.requests().getFirst().body()).contains("\"InstanceId\"");
        }
    }

    @Test
    void callsWithTheCredentialsOfItsProfile() throws Exception {
        Path credentials = Files.writeString(folder.resolve("credentials"), """
                [default]
                aws_access_key_id = AKIDDEFAULT
                aws_secret_access_key = s
                [blue]
                aws_access_key_id = AKIDBLUE
                aws_secret_access_key = s
                """);
        LaneCredentialsConfig blue = new LaneCredentialsConfig(Optional.of("blue"), Optional.empty(), true);
        System.setProperty("aws.sharedCredentialsFile", credentials.toString());
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.of(TestLane.lane(server.uri(), blue, Optional.empty()))) {
            assertThat(lane.call()).isInstanceOf(CallResult.ChatStarted.class);

            assertThat(server.requests().getFirst().header("Authorization")).contains("Credential=AKIDBLUE/");
        } finally {
            System.clearProperty("aws.sharedCredentialsFile");
        }
    }

    @Test
    void aProfileThatIsNotThereIsTakenForMissingCredentials() throws Exception {
        LaneCredentialsConfig nowhere =
                new LaneCredentialsConfig(Optional.of("nowhere-to-be-found"), Optional.empty(), true);
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.of(TestLane.lane(server.uri(), nowhere, Optional.empty()))) {
            assertThat(lane.call())
                    .isEqualTo(new CallResult.CredentialsRejected("credentials-missing", Optional.empty()));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void trustsTheCertificatesOfItsBundle() throws Exception {
        Path bundle = folder.resolve("ca.pem");
        try (RawServer server = RawServer.overTls(RawServer.respond(200, "", STARTED), bundle);
                TestLane lane =
                        TestLane.of(TestLane.lane(server.uri(), LaneCredentialsConfig.OWN, Optional.of(bundle)))) {
            assertThat(lane.call()).isInstanceOf(CallResult.ChatStarted.class);
        }
    }

    @Test
    void refusesABundleWithoutCertificates() throws Exception {
        Path bundle = Files.writeString(folder.resolve("ca.pem"), "not a certificate");
        LaneClientConfig lane =
                TestLane.lane(URI.create("https://localhost:1"), LaneCredentialsConfig.OWN, Optional.of(bundle));

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> TestLane.of(lane))
                .withMessage("ca.bundle: " + bundle + " cannot be read as certificates in PEM form");
    }

    @Test
    void aConnectionTakesAtMostAQuarterOfTheCall() {
        LaneClientConfig lane = new LaneClientConfig(
                "blue",
                Optional.empty(),
                Optional.empty(),
                LaneCredentialsConfig.OWN,
                Optional.empty(),
                1,
                Duration.ofSeconds(2),
                Duration.ofSeconds(4));

        assertThat(lane.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    }
}
