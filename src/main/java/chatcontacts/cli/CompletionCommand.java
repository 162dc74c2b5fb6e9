package chatcontacts.cli;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RootCommand;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: the script with which a shell completes commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a completion script for bash or zsh. To load it in the current shell:",
            "  source <(" + RootCommand.NAME + " completion bash)"
        },
        sortOptions = false)
final class CompletionCommand implements Callable<Integer> {

    /** What the script may quote as it is. */
    private static final Pattern COMMAND = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._-]*");

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    @SuppressWarnings("UnusedVariable") // picocli checks it; the script is the same for both
    private Shell shell = Shell.bash;

    @Option(
            names = "--name",
            paramLabel = "COMMAND",
            defaultValue = RootCommand.NAME,
            description = "The command or alias to complete (default: ${DEFAULT-VALUE}).")
    private String name = RootCommand.NAME;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** The shells, as they are typed. One script serves both: in zsh it loads the completion of bash. */
    private enum Shell {
        bash,
        zsh
    }

    @Override
    public Integer call() {
        if (!COMMAND.matcher(name).matches()) {
            throw new ParameterException(spec.commandLine(), "--name must be the name of a command or an alias");
        }
        new Output(spec.commandLine()).line(AutoComplete.bash(name, spec.root().commandLine()));
        return ExitCode.OK;
    }
}
