package chatcontacts.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import chatcontacts.domain.outcome.ParticipantCredentials;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the examples of src/docs/producers/decrypting.md. Those of JavaScript and Python run where the libraries are at hand: the
 * system property {@code interop.jose} names a folder whose {@code node_modules} have jose, {@code interop.python} a Python that has
 * jwcrypto.
 */
class DecryptingGuideTest {

    private static final Path GUIDE = Path.of("src/docs/producers/decrypting.md");
    private static final String TOKEN = "QVFJREFI-the-token";

    @TempDir
    private Path folder;

    private String encrypted;

    @BeforeEach
    void encrypt() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        Files.writeString(folder.resolve("private.json"), key.toJSONString());
        Path publicKey = Files.writeString(
                folder.resolve("public.json"), key.toPublicJWK().toJSONString());
        encrypted = new ResultEncryption(publicKey)
                .encrypt("contact-1", ParticipantCredentials.of(TOKEN))
                .encrypted()
                .orElseThrow();
    }

    @Test
    void java() throws Exception {
        Path program = Files.writeString(folder.resolve("Example.java"), """
                import com.nimbusds.jose.JWEObject;
                import com.nimbusds.jose.crypto.ECDHDecrypter;
                import com.nimbusds.jose.jwk.ECKey;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.util.Map;

                class Example {
                    public static void main(String[] args) throws Exception {
                        String encryptedCredentials = args[0];
                %s
                        System.out.println(credentials.get("participantToken"));
                    }
                }
                """.formatted(example("java")));
        String library = Path.of(ECKey.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        String command = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertThat(output(List.of(command, "-cp", library, program.toString(), encrypted)))
                .isEqualTo(TOKEN);
    }

    @Test
    void javaScript() throws Exception {
        String modules = System.getProperty("interop.jose", "");
        assumeThat(modules)
                .as("-Dinterop.jose names a folder where jose is installed")
                .isNotEmpty();
        Files.createSymbolicLink(folder.resolve("node_modules"), Path.of(modules, "node_modules"));
        String example = example("javascript");
        int imports = example.indexOf("const key");
        Path program = Files.writeString(
                folder.resolve("example.mjs"),
                example.substring(0, imports) + "const encryptedCredentials = process.argv[2];\n"
                        + example.substring(imports) + "\nconsole.log(credentials.participantToken);\n");

        assertThat(output(List.of("node", program.toString(), encrypted))).isEqualTo(TOKEN);
    }

    @Test
    void python() throws Exception {
        String python = System.getProperty("interop.python", "");
        assumeThat(python).as("-Dinterop.python names a Python with jwcrypto").isNotEmpty();
        Path program = Files.writeString(
                folder.resolve("example.py"),
                "import sys\nencrypted_credentials = sys.argv[1]\n" + example("python")
                        + "\nprint(credentials['participantToken'])\n");

        assertThat(output(List.of(python, program.toString(), encrypted))).isEqualTo(TOKEN);
    }

    /** The lines of the first example in that language. */
    private static String example(String language) throws IOException {
        String guide = Files.readString(GUIDE);
        int begin = guide.indexOf("```" + language + "\n") + language.length() + 4;
        String example = guide.substring(begin, guide.indexOf("\n```", begin));
        assertThat(example.lines().count()).as("lines").isLessThanOrEqualTo(5);
        return example;
    }

    private String output(List<String> command) throws IOException, InterruptedException {
        File printed = folder.resolve("printed").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(printed.toPath()).strip();
    }
}
