package chatcontacts.cli.submit.input;

import static chatcontacts.cli.submit.input.Inputs.MINIMAL;
import static chatcontacts.cli.submit.input.Inputs.faults;
import static chatcontacts.cli.submit.input.Inputs.input;
import static chatcontacts.cli.submit.input.Inputs.sound;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.DecodedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParamfileTest {

    @TempDir
    private Path folder;

    @Test
    void aValueMayStandInAFile() throws IOException {
        Path document = Files.writeString(folder.resolve("request.json"), "\uFEFF" + MINIMAL);
        Path name = Files.writeString(folder.resolve("details.json"), "{\"DisplayName\": \"Grace\"}");
        Path text = Files.writeString(folder.resolve("text"), "Hello, \"you\" = me");

        DecodedRequest request = sound(input(
                        "--participant-details", "file://" + name,
                        "--customer-id", "file://" + text,
                        "--initial-message", "ContentType=text/plain,Content@=file://" + text)
                .cliInputJson("file://" + document));

        assertThat(request.call().displayName()).isEqualTo("Grace");
        assertThat(request.call().customerId()).contains("Hello, \"you\" = me");
        assertThat(request.call().initialMessage().orElseThrow().content()).isEqualTo("Hello, \"you\" = me");
    }

    @Test
    void aFileThatCannotBeReadIsAFaultBesideTheOthers() throws IOException {
        Files.write(folder.resolve("latin"), new byte[] {(byte) 0xE4});
        String missing = "file://" + folder.resolve("missing");

        assertThat(faults(input("--attributes", missing, "--participant-details", "file://" + folder.resolve("latin"))
                        .flagsOnly()))
                .containsExactlyInAnyOrder(
                        "--attributes: file not found: " + folder.resolve("missing"),
                        "--participant-details: the file " + folder.resolve("latin") + " is not in UTF-8",
                        "instanceId: is required",
                        "contactFlowId: is required");
        assertThat(faults(input().cliInputYaml(missing)))
                .containsExactly("--cli-input-yaml: file not found: " + folder.resolve("missing"));
    }
}
