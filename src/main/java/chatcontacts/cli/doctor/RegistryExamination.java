package chatcontacts.cli.doctor;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.Finding;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.config.Settings;
import chatcontacts.registry.SchemaCheck;
import chatcontacts.registry.SchemaCheck.Checked;
import chatcontacts.registry.SchemaCheck.SchemaState;
import java.util.List;

/** Looks at the schema registry and the subjects of the topics. */
final class RegistryExamination {

    private static final String AREA = "registry";

    private RegistryExamination() {}

    static List<Finding> findings(Settings settings) {
        var topics = settings.topics();
        try {
            return RegistryCalls.call(
                            settings.registry(),
                            () -> new SchemaCheck(settings.registry().client())
                                    .check(
                                            topics.requests(),
                                            topics.results(),
                                            topics.cancellations().orElse(""),
                                            topics.control()
                                                    .map(it -> it.commands())
                                                    .orElse(""),
                                            topics.control().map(it -> it.log()).orElse("")))
                    .stream()
                    .map(RegistryExamination::finding)
                    .toList();
        } catch (CommandException e) {
            return List.of(Finding.missing(
                    AREA,
                    settings.registry().url(),
                    String.valueOf(e.getMessage()),
                    "check schema.registry.url and serde.*"));
        }
    }

    private static Finding finding(Checked it) {
        if (it.state() == SchemaState.MISSING) {
            return Finding.missing(AREA, it.subject(), "missing", "run schemas register");
        }
        return it.isUpToDate()
                ? Finding.ok(AREA, it.subject(), "as this release has it")
                : Finding.warning(AREA, it.subject(), "differs from this release", "see schemas check");
    }
}
