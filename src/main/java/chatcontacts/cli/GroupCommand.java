package chatcontacts.cli;

import picocli.CommandLine.Command;

/** Commands that only hold others: naming one of them alone is wrong usage. */
final class GroupCommand {

    private GroupCommand() {}

    @Command(name = "config", description = "Checks and shows the settings.", synopsisSubcommandLabel = "COMMAND")
    static final class ConfigGroup {}

    @Command(name = "topics", description = "Sets up the topics.", synopsisSubcommandLabel = "COMMAND")
    static final class TopicsGroup {}

    @Command(name = "schemas", description = "Sets up the schema registry.", synopsisSubcommandLabel = "COMMAND")
    static final class SchemasGroup {}
}
