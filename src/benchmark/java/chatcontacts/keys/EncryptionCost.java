package chatcontacts.keys;

import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.outcome.ParticipantCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the encryption of the credentials costs a started chat, on a thread of the AWS client, by kind of key; "none" is without. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncryptionCost {

    /** Kind of key and its bits. */
    @Param({"none", "EC 256", "RSA 2048", "RSA 4096"})
    String key = "none";

    private final ParticipantCredentials credentials = ParticipantCredentials.of("t".repeat(500));
    private CredentialsEncryption encryption = CredentialsEncryption.NONE;

    @Setup
    public void makeKey() {
        if (key.equals("none")) {
            return;
        }
        String[] words = key.split(" ", -1);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(words[0]);
            generator.initialize(Integer.parseInt(words[1]));
            byte[] publicKey = generator.generateKeyPair().getPublic().getEncoded();
            Path file = Files.createTempFile("public", ".pem");
            Files.writeString(
                    file,
                    "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(publicKey)
                            + "\n-----END PUBLIC KEY-----\n");
            file.toFile().deleteOnExit();
            encryption = new ResultEncryption(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public ParticipantCredentials encrypt() {
        return encryption.encrypt("910a2dec-8902-4cc1-beeb-8da1658eec67", credentials);
    }
}
