package chatcontacts.cli.doctor;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Finding;
import chatcontacts.cli.console.Finding.FindingState;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.LoadedSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether a start would find all that it needs. */
@Command(
        name = "doctor",
        description =
                "Tries once what the service needs: brokers, topics and permissions on them, the schema registry, and for"
                        + " each lane its endpoint, credentials, rights and limits. Looks for transactions that hang. Changes nothing. Exits with 5 if anything"
                        + " is missing.")
public final class DoctorCommand implements Callable<Integer> {

    private final RootCommand root;

    @Option(
            names = "--call",
            description =
                    "Also call StartChatContact once for each lane, with a flow that cannot exist: no chat starts, and"
                            + " one token of the rate is spent.")
    private boolean calls;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public DoctorCommand(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        LoadedSettings loaded = root.load();
        Output output = new Output(spec.commandLine());
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("settings", "all", "valid"));
        loaded.warnings().forEach(it -> findings.add(Finding.warning("settings", "all", it, "")));
        findings.addAll(new KafkaExamination(loaded.settings(), root.environment()).findings());
        findings.addAll(RegistryExamination.findings(loaded.settings()));
        findings.addAll(root.environment().lanes().examine(loaded.settings(), calls));
        boolean complete = findings.stream().noneMatch(it -> it.state() == FindingState.MISSING);
        if (root.json()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("complete", complete);
            answer.put("findings", findings.stream().map(Finding::row).toList());
            output.json(answer);
        } else {
            output.columns(findings.stream().map(Finding::cells).toList());
        }
        return complete ? ExitCode.OK : ExitCode.UNREACHABLE;
    }
}
