package chatcontacts.app;

import chatcontacts.app.logging.LoggingSetup;
import chatcontacts.app.logging.UncaughtExceptionLogger;
import chatcontacts.cli.Cli;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.config.BuildVersion;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.keys.KeyFileException;
import chatcontacts.registry.BundledSchemas;
import chatcontacts.registry.RegistrySettingException;
import chatcontacts.registry.SchemaRegistration;
import chatcontacts.registry.SchemaRegistration.Registered;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The entry point of the process: {@code java -jar chat-contact-processor.jar COMMAND}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        avoidUnsafe();
        System.exit(execute(args));
    }

    /** Lets Netty use what replaces sun.misc.Unsafe: the JVM warns of Unsafe from Java 24 on. */
    private static void avoidUnsafe() {
        String property = "io.netty.noUnsafe";
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }

    /** Runs one command in this process and returns its exit code. The {@code run} command ends the process itself. */
    public static int execute(String... args) {
        return Cli.main(args, BuildVersion.CURRENT, Main::run, Main::register, LaneExamination::examine);
    }

    /** Runs until SIGTERM or SIGINT, which shut it down gracefully with exit code 0, or until too many threads died. */
    private static int run(LoadedSettings settings) {
        LoggingSetup.use(settings.settings().logFormat());
        Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptionLogger());
        Service service;
        try {
            service = Service.start(settings);
        } catch (UncheckedIOException | RegistrySettingException | KeyFileException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (SdkClientException e) {
            System.err.println("lanes: a lane has no Region, and the AWS SDK finds no default;"
                    + " set lanes.NAME.region or AWS_REGION");
            return ExitCode.USAGE;
        } catch (KafkaException e) {
            throw KafkaErrors.clientFailed(settings.settings().kafka(), e);
        }
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    service.close();
                    Runtime.getRuntime().halt(ExitCode.OK); // the JVM would exit with the signal's code
                }));
        try {
            service.awaitFailure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        service.close();
        Runtime.getRuntime().halt(ExitCode.INTERNAL);
        return ExitCode.INTERNAL;
    }

    private static List<Registered> register(Settings settings) {
        var topics = settings.topics();
        return new SchemaRegistration(settings.registry().client())
                .register(BundledSchemas.byTopic(
                        topics.requests(),
                        topics.results(),
                        topics.cancellations().orElse(""),
                        topics.control().map(ControlTopics::commands).orElse(""),
                        topics.control().map(ControlTopics::log).orElse("")));
    }
}
