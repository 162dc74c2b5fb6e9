package chatcontacts.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ContactDecryption;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.watch.WatchedRecord.OfResult;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.keys.ResultEncryption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class WatchOutputTest {

    private static final ParticipantCredentials ALL = new ParticipantCredentials(
            Optional.of("s3cret-token"),
            Optional.of(new Connection("s3cret-key", Optional.of(Instant.EPOCH))),
            Optional.of(new Socket("wss://s3cret", Optional.empty())),
            Optional.of("s3cret-jwe"),
            false);

    private static String shown(ParticipantCredentials credentials, boolean json, boolean showTokens) {
        return shown(credentials, json, showTokens, Optional.empty());
    }

    private static String shown(
            ParticipantCredentials credentials, boolean json, boolean showTokens, Optional<Path> privateKey) {
        StringWriter printed = new StringWriter();
        CommandLine command = new CommandLine(CommandSpec.create());
        command.setOut(new PrintWriter(printed, true));
        Contact contact = new Contact(
                "c",
                "p",
                credentials,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.of("streaming-1"),
                Optional.of(Instant.EPOCH.plusSeconds(9)));
        Result result = new Result(
                "i",
                "t",
                new Outcome.Started(contact),
                1,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                true,
                new Source("in", 0, 0),
                Optional.of("eu-central-1"));
        byte[] key = "t".getBytes(StandardCharsets.UTF_8);
        new WatchOutput(new Output(command), json, showTokens, ContactDecryption.with(privateKey, command))
                .accept(new OfResult(new ConsumerRecord<>("out", 0, 1, key, null), result));
        return printed.toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatOpensAChatIsHidden(boolean json) {
        assertThat(shown(ALL, json, false)).contains("[hidden]").doesNotContain("s3cret");
    }

    @Test
    void withThePrivateKeyEncryptedCredentialsAreReadAndStillHiddenUnlessWanted(@TempDir Path folder) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        Path publicKey = Files.writeString(
                folder.resolve("public.pem"), pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        Path privateKey = Files.writeString(
                folder.resolve("private.pem"),
                pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        ParticipantCredentials encrypted =
                new ResultEncryption(publicKey).encrypt("c", ParticipantCredentials.of("s3cret-token"));

        assertThat(shown(encrypted, false, true)).contains("participant token [encrypted]");
        assertThat(shown(encrypted, false, true, Optional.of(privateKey))).contains("participant token s3cret-token");
        assertThat(shown(encrypted, true, true, Optional.of(privateKey)))
                .contains("\"participantToken\":\"s3cret-token\"")
                .doesNotContain("encryptedCredentials");
        assertThat(shown(encrypted, false, false, Optional.of(privateKey)))
                .contains("participant token [hidden]")
                .doesNotContain("s3cret");
        assertThat(shown(ParticipantCredentials.REMOVED, false, true)).contains("participant token [removed]");
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    @Test
    void andShownWhereItIsWanted() {
        assertThat(shown(ALL, true, true))
                .contains("\"participantToken\":\"s3cret-token\"")
                .contains("\"connectionToken\":\"s3cret-key\",\"connectionTokenExpiry\":\"1970-01-01T00:00:00Z\"")
                .contains("\"websocketUrl\":\"wss://s3cret\",\"websocketExpiry\":null")
                .contains("\"encryptedCredentials\":\"s3cret-jwe\"");
    }

    @Test
    void whereItWasRemovedThatIsSaid() {
        var removed = new ParticipantCredentials(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);

        assertThat(shown(removed, true, true))
                .contains("\"participantToken\":null,\"credentialsRemoved\":true")
                .doesNotContain("websocket");
        assertThat(shown(removed, false, true)).contains("participant token [removed] (replayed)");
    }

    @Test
    void theRestIsShownAsItIs() {
        assertThat(shown(ALL, true, false))
                .contains("\"region\":\"eu-central-1\"")
                .contains("\"streamingId\":\"streaming-1\"")
                .contains("\"endedAt\":\"1970-01-01T00:00:09Z\"");
    }
}
