package chatcontacts.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import chatcontacts.cli.console.RecordedConsole;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script in an interactive zsh, at a terminal of its own. Left out where there is no zsh. */
class ZshCompletionTest {

    /** Types a line and the tab key, and waits until the shell shows the line as it should be then. */
    private static final String TYPIST = """
            zmodload zsh/zpty
            zpty shell 'zsh -f -i'
            zpty -w shell "source $1; print LOA''DED"
            zpty -r shell shown '*LOADED*'
            zpty -w -n shell "$2"$'\\t'
            zpty -r shell shown "*$3*"
            zpty -d shell
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "chats schemas rep, chats schemas repair",
        "chats top, chats topics",
        "chats submit --participant-d, chats submit --participant-details"
    })
    void completesCommandsAndOptions(String typed, String completed) throws IOException, InterruptedException {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(it -> Files.isExecutable(Path.of(it, "zsh")));
        assumeThat(there).as("there is a zsh").isTrue();
        RecordedConsole console = new RecordedConsole();
        assertThat(console.run("completion zsh --name chats")).isZero();
        Path script = Files.writeString(folder.resolve("chats.sh"), console.printed());
        Path typist = Files.writeString(folder.resolve("typist.zsh"), TYPIST);

        Process zsh = new ProcessBuilder("zsh", "-f", typist.toString(), script.toString(), typed, completed)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        boolean ended = zsh.waitFor(60, TimeUnit.SECONDS);
        zsh.destroy();

        assertThat(ended).as("zsh completes \"%s\"", typed).isTrue();
        assertThat(zsh.exitValue()).isZero();
    }
}
