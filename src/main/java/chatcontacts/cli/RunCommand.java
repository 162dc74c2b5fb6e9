package chatcontacts.cli;

import chatcontacts.cli.console.RootCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code run}: the service itself. */
@Command(name = "run", description = "Runs the service until it is stopped.")
final class RunCommand implements Callable<Integer> {

    private final RootCommand root;

    RunCommand(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        return root.environment().runner().run(root.load());
    }
}
