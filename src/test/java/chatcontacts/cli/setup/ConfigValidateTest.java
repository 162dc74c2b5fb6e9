package chatcontacts.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigValidateTest {

    @TempDir
    private Path folder;

    @Test
    void allFilesOfKeysAreReadAndAllThatDoNotFitAreNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("some.pem"), "hunter2");
        RecordedConsole console = new RecordedConsole();

        int code = console.run("config validate --set kafka.bootstrap.servers=localhost:9"
                + " --set schema.registry.url=mock://x --set lanes.default.region=eu-central-1"
                + " --set results.encryption.key=" + file
                + " --set http.tls.certificate=" + file + " --set http.tls.key=" + file);

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(String.join("\n", console.errors()))
                .contains("results.encryption.key: " + file + " must contain exactly one public key")
                .contains("http.tls: " + file + " must contain at least one certificate")
                .doesNotContain("hunter2");
    }
}
