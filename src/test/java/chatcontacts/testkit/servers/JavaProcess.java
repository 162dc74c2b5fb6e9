package chatcontacts.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A main class of this class path in a JVM of its own, or another program. What it prints goes to a file. It ends with this process, unless this
 * one is killed without a chance to act. Not thread-safe.
 */
public final class JavaProcess implements AutoCloseable {

    private static final Duration MAX_START = Duration.ofSeconds(90);
    private static final Duration MAX_STOP = Duration.ofSeconds(60);
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local");

    private final String name;
    private final Process process;
    private final Path output;
    private final Thread endWithThisProcess;

    private JavaProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.endWithThisProcess = new Thread(this::kill, "end-" + name);
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
    }

    /**
     * Starts it and returns at once.
     *
     * @param name for messages and for the file of its output
     * @param folder where that file lies; a later process of the same name adds to it
     * @param jvm flags, which may name another class path
     */
    public static JavaProcess start(String name, Path folder, List<String> jvm, Class<?> main, List<String> args) {
        return start(name, folder, jvm, main, args, KEYS);
    }

    /**
     * The same, with these in its environment.
     *
     * @param environment in place of the AWS credentials that the others have
     */
    public static JavaProcess start(
            String name,
            Path folder,
            List<String> jvm,
            Class<?> main,
            List<String> args,
            Map<String, String> environment) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(jvm);
        command.add(main.getName());
        command.addAll(args);
        return start(name, folder, command, environment);
    }

    /** The same for a program that needs no JVM. */
    public static JavaProcess startProgram(String name, Path folder, List<String> command) {
        return start(name, folder, command, KEYS);
    }

    private static JavaProcess start(String name, Path folder, List<String> command, Map<String, String> environment) {
        var output = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(name, builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line that matches as a whole, and returns its first group. */
    public String awaitLine(Pattern line) {
        return Awaitility.await("a line of " + name + ", see " + output)
                .pollInSameThread()
                .atMost(MAX_START)
                .pollInterval(Duration.ofMillis(50))
                .failFast(
                        name + " ended, see " + output,
                        () -> !process.isAlive() && find(line).isEmpty())
                .until(() -> find(line), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> find(Pattern line) throws IOException {
        return Files.readAllLines(output).stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst();
    }

    /** Waits until it ends by itself, and returns its exit code. */
    public int awaitEnd() {
        return process.onExit().join().exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Processor time since its start. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Memory that it holds now, in bytes; 0 where the system does not tell. */
    public long residentBytes() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Files and sockets that it has open; 0 where the system does not tell. */
    public long openFiles() {
        try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Has it collect its garbage, so that what its heap holds then is in use. */
    public void collectGarbage() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as an orchestrator does (SIGTERM), and returns when it has ended. */
    public int stop() {
        process.destroy();
        Awaitility.await("the end of " + name + ", see " + output)
                .pollInSameThread()
                .atMost(MAX_STOP)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** Stops it where it stands (SIGSTOP), as a machine that is put to sleep; its connections stay open. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (code != 0) {
                throw new IllegalStateException(name + " could not be sent SIG" + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it without a warning (SIGKILL), and returns when it has ended. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Where its output goes. */
    public Path output() {
        return output;
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        } catch (IllegalStateException e) {
            // This process is ending, the hook has nothing left to do.
        }
    }
}
