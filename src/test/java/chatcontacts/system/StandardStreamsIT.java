package chatcontacts.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.Main;
import chatcontacts.cli.console.Output;
import chatcontacts.testkit.service.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands as processes of a shell: standard output that ends early, another locale, completion. */
@EnabledOnOs(OS.LINUX)
final class StandardStreamsIT {

    private static final String VALID = "submit --dry-run --instance-id i --contact-flow-id f --participant-details "
            + "DisplayName=Zoë --set kafka.bootstrap.servers=x:1 --set schema.registry.url=http://x:1"
            + " --set lanes.default.region=eu-central-1";

    @TempDir
    private Path folder;

    @Test
    void anOutputThatIsClosedOrFullOrNotReadIsNoSuccess() throws IOException, InterruptedException {
        for (String end : List.of(">/dev/full", ">&-", "| true; exit ${PIPESTATUS[0]}")) {
            assertThat(shell("C.UTF-8", "chats submit --generate-skeleton " + end))
                    .as(end)
                    .isEqualTo(5);
            assertThat(Files.readString(folder.resolve("err"))).as(end).isEqualTo(Output.UNWRITABLE + "\n");
        }
    }

    @Test
    void flagsWithLostCharactersAreRefusedAndWholeOnesAreNot() throws IOException, InterruptedException {
        assertThat(shell("C", "chats " + VALID)).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("err")))
                .startsWith("argument 8 has characters that cannot be read in ")
                .endsWith("; set LC_ALL=C.UTF-8, or give the value in a file\n");

        assertThat(shell("C.UTF-8", "chats " + VALID)).isZero();
    }

    @Test
    void bashCompletesCommandsAndFlags() throws IOException, InterruptedException {
        int code = shell("C.UTF-8", """
                source <(chats completion bash --name chats)
                complete -p chats
                complete_line() { COMP_WORDS=(chats "$@"); COMP_CWORD=$#; COMP_LINE="chats $*"; COMPREPLY=(); _complete_chats; echo "${COMPREPLY[*]}"; }
                complete_line sub
                complete_line submit --instance
                """);

        assertThat(code).isZero();
        assertThat(Files.readString(folder.resolve("out")).lines().skip(1)).containsExactly("submit", "--instance-id");
    }

    private int shell(String locale, String script) throws IOException, InterruptedException {
        List<String> java = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        java.addAll(ServiceProcess.SMALL);
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Path file = folder.resolve("script");
        Files.writeString(file, "chats() { '" + String.join("' '", java) + "' \"$@\"; }\n" + script, UTF_8);
        ProcessBuilder bash = new ProcessBuilder("bash", file.toString())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        bash.environment().put("LC_ALL", locale);
        Process process = bash.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
