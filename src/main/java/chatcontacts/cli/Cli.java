package chatcontacts.cli;

import chatcontacts.cli.console.CliEnvironment;
import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.LaneExaminer;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.cli.console.SchemaRegistrar;
import chatcontacts.cli.console.ServiceRunner;
import chatcontacts.cli.control.ControlCommands;
import chatcontacts.cli.doctor.DoctorCommand;
import chatcontacts.cli.redrive.RedriveCommand;
import chatcontacts.cli.setup.ConfigShow;
import chatcontacts.cli.setup.ConfigValidate;
import chatcontacts.cli.setup.SchemasCheck;
import chatcontacts.cli.setup.SchemasRegister;
import chatcontacts.cli.setup.SchemasRepair;
import chatcontacts.cli.setup.TopicsCreate;
import chatcontacts.cli.submit.SubmitCommand;
import chatcontacts.cli.watch.WatchCommand;
import chatcontacts.config.InvalidConfigurationException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line and runs its command. Ends in an exit code and at most a few plain lines, never in an exception. */
public final class Cli {

    /** Read by the logging's configuration: the least level of everything that is not ours. */
    private static final String LIBRARIES_LOG = "chat.log.libraries";

    private Cli() {}

    /**
     * Runs one command with the process's own environment and standard streams.
     *
     * @param args the command line
     * @param version the service's own
     * @param runner the service, for {@code run}
     * @param registrar the schema registry, for {@code schemas register}
     * @param lanes AWS, for {@code doctor}
     * @return the exit code, one of {@link ExitCode}
     */
    public static int main(
            String[] args, String version, ServiceRunner runner, SchemaRegistrar registrar, LaneExaminer lanes) {
        quietLibraries(new HashSet<>(Arrays.asList(args)));
        CliEnvironment environment = new CliEnvironment(
                System.getenv(),
                version,
                runner,
                registrar,
                lanes,
                Admin::create,
                settings -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
                settings -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                System.in);
        return run(
                args,
                environment,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /**
     * Commands say what went wrong in one line of their own, so libraries keep silent unless asked. The service logs what it
     * is set to log. Must come before the first logger, which reads the property.
     */
    private static void quietLibraries(Set<String> args) {
        if (!args.contains("run") && !args.contains("--debug") && System.getProperty(LIBRARIES_LOG) == null) {
            System.setProperty(LIBRARIES_LOG, "OFF");
        }
    }

    public static int run(String[] args, CliEnvironment environment, PrintWriter out, PrintWriter err) {
        RootCommand root = new RootCommand(environment);
        CommandLine commands = new CommandLine(root);
        commands.addSubcommand(new RunCommand(root))
                .addSubcommand(new DoctorCommand(root))
                .addSubcommand(new RedriveCommand(root))
                .addSubcommand(new WatchCommand(root))
                .addSubcommand(SubmitCommand.create(root))
                .addSubcommand(new CommandLine(new GroupCommand.ConfigGroup())
                        .addSubcommand(new ConfigShow(root))
                        .addSubcommand(new ConfigValidate(root)))
                .addSubcommand(new CommandLine(new GroupCommand.TopicsGroup()).addSubcommand(new TopicsCreate(root)))
                .addSubcommand(ControlCommands.create(root))
                .addSubcommand(new CommandLine(new GroupCommand.SchemasGroup())
                        .addSubcommand(new SchemasRegister(root))
                        .addSubcommand(new SchemasCheck(root))
                        .addSubcommand(new SchemasRepair(root)));
        tellVersion(commands, RootCommand.NAME + " " + environment.version());
        commands.addSubcommand(new CompletionCommand());
        commands.setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, given) -> usage(e))
                .setExecutionExceptionHandler((e, command, result) -> failure(e, new Output(command), root.debug()));
        Optional<String> lost =
                LostCharacters.problem(args, System.getProperty("sun.jnu.encoding", "an unknown charset"));
        if (lost.isPresent()) {
            new Output(commands).error(lost.get());
            return ExitCode.USAGE;
        }
        int code = commands.execute(args);
        if (code == ExitCode.OK && out.checkError()) { // help and version are not written by commands
            new Output(commands).error(Output.UNWRITABLE);
            return ExitCode.UNREACHABLE;
        }
        return code;
    }

    private static void tellVersion(CommandLine command, String version) {
        command.getCommandSpec().version(version);
        command.getSubcommands().values().forEach(it -> tellVersion(it, version));
    }

    private static int usage(ParameterException e) {
        Output output = new Output(e.getCommandLine());
        output.error(
                e instanceof UnmatchedArgumentException unmatched
                                && !unmatched.getUnmatched().isEmpty()
                        ? unknown(unmatched)
                        : String.valueOf(e.getMessage()));
        output.error("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static String unknown(UnmatchedArgumentException e) {
        String first = e.getUnmatched().getFirst();
        if (first.startsWith("-")) {
            return "unknown option " + first;
        }
        boolean group = !e.getCommandLine().getSubcommands().isEmpty();
        return group ? "unknown command " + first : "unexpected argument \"" + first + "\"";
    }

    private static int failure(Exception failure, Output output, boolean debug) {
        if (debug) {
            output.stackTrace(failure);
        }
        return switch (failure) {
            case InvalidConfigurationException invalid -> {
                output.problems(invalid);
                yield ExitCode.USAGE;
            }
            case CommandException known -> {
                output.error(String.valueOf(known.getMessage()));
                yield known.exitCode();
            }
            default -> {
                // Its message may quote what must not be shown.
                output.error(
                        "internal error (" + failure.getClass().getSimpleName() + "); --debug prints the stack trace");
                yield ExitCode.INTERNAL;
            }
        };
    }
}
