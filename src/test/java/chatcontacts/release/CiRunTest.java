package chatcontacts.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code .ci/run} in an empty folder, on a machine that has what these tests give it and no more. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script needs bash")
final class CiRunTest {

    private static final String REPORT = """
            <testsuite>
              <properties><property name="what" value="&lt;testcase&gt;"/></properties>
              <testcase name="runs" classname="a.B" time="0.1"/>
              <testcase name="aborts &quot;here&quot;" classname="a.B" time="0">
                <skipped message="Assumption failed: no a &amp; b&#10;at all" type="x"><![CDATA[<skipped message="no"/>]]></skipped>
              </testcase>
              <testcase name="prints" classname="a.B" time="0">
                <system-out><![CDATA[<testcase name="no" classname="no"><skipped message="no"/>
            ]]></system-out>
              </testcase>
              <testcase name="waits" classname="a.B" time="0">
                <skipped/>
              </testcase>
              <testcase name="assumes" classname="a.B" time="0">
                <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException:
            assumption was not met due to: [there is a zsh]
            Expecting value to be true but was false
            \tat java.base/java.lang.Thread.run(Thread.java:1)
            ]]></skipped>
              </testcase>
            </testsuite>
            """;

    @TempDir
    private Path folder;

    private Path programs;
    private Path cache;

    /** What a command printed, and its exit code. */
    private record Result(int code, List<String> lines) {}

    @BeforeEach
    void giveItAMachine() throws IOException {
        programs = Files.createDirectory(folder.resolve("programs"));
        cache = folder.resolve("cache");
        Path scripts = Files.createDirectories(folder.resolve("project").resolve(".ci"));
        for (String file : List.of("run", "skipped.awk")) {
            Files.copy(Path.of(".ci", file), scripts.resolve(file));
        }
        for (String name : List.of("awk", "cat", "dirname", "mkdir", "mktemp", "rm", "tail", "timeout", "touch")) {
            program(name, "exec '" + onThisMachine(name) + "' \"$@\"");
        }
        program("id", "echo 0");
        program("mvn", "echo \"mvn $*\"");
    }

    @Test
    void namesEveryTestThatWasSkippedAndEndsAsMavenDoes() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("report"), REPORT);
        program(
                "mvn",
                "mkdir -p target/failsafe-reports",
                "cat '" + folder.resolve("report") + "' > target/failsafe-reports/TEST-a.B.xml",
                "exit 3");

        Result result = run();

        assertThat(result.code).isEqualTo(3);
        assertThat(result.lines)
                .containsExactly(
                        "SKIPPED the tests on Kubernetes: there is no ../shared/cluster",
                        "SKIPPED the whole job in containers: no container engine answers",
                        "SKIPPED a.B aborts \"here\": Assumption failed: no a & b at all",
                        "SKIPPED a.B waits: no reason given",
                        "SKIPPED a.B assumes: not so: there is a zsh",
                        "3 of 5 tests were skipped");
    }

    @Test
    void reportsNothingOfAFormerRun() throws IOException, InterruptedException {
        Path reports = Files.createDirectories(folder.resolve("project/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-a.B.xml"), REPORT);

        assertThat(run("-Dtest=X").lines)
                .contains("mvn -B -ntp verify -Pcluster -Dtest=X")
                .endsWith("0 of 0 tests were skipped");
    }

    @Test
    void saysWhichStepFailedAndWhatItSaid() throws IOException, InterruptedException {
        program("apt-get", "echo 'no network' >&2", "exit 100");

        assertThat(run().lines)
                .containsSubsequence(
                        "FAILED with 100: timeout 240 apt-get -qq -o APT::Sandbox::User=root update",
                        "no network",
                        "FAILED with 100: timeout 240 apt-get -qq -o APT::Sandbox::User=root install -y"
                                + " --no-install-recommends chromium",
                        "no network",
                        "FAILED with 100: timeout 240 apt-get -qq -o APT::Sandbox::User=root download prometheus",
                        "no network")
                .contains("mvn -B -ntp verify -Pcluster");
    }

    @Test
    void unpacksPrometheusWhereNoFolderIsYet() throws IOException, InterruptedException {
        program("apt-get", "[ \"$4\" != download ] || touch prometheus_1_amd64.deb");
        program("dpkg", "mkdir \"$3/usr\" && echo unpacked > \"$3/usr/$2\"");

        assertThat(run().lines).noneMatch(it -> it.startsWith("FAILED"));
        assertThat(cache.resolve("chat-contact-processor/prometheus/usr/prometheus_1_amd64.deb"))
                .hasContent("unpacked");
    }

    @Test
    void saysThatPrometheusCouldNotBeUnpacked() throws IOException, InterruptedException {
        program("apt-get", "[ \"$4\" != download ] || touch prometheus_1_amd64.deb");
        program("dpkg", "echo 'not an archive'", "exit 2");

        assertThat(run().lines)
                .anyMatch(it -> it.startsWith("FAILED with 2: dpkg -x prometheus_1_amd64.deb"))
                .contains("not an archive", "mvn -B -ntp verify -Pcluster");
    }

    @Test
    void buildsAKubernetesMeanwhileAndRunsTheTestsOnBothKindsOfNodes() throws IOException, InterruptedException {
        for (String name : List.of("cp", "nice")) {
            program(name, "exec '" + onThisMachine(name) + "' \"$@\"");
        }
        Files.createDirectories(folder.resolve("project/target/test-classes"));
        Files.createDirectories(folder.resolve("project/src/cluster/docker"));
        Files.createFile(folder.resolve("project/src/cluster/docker/Dockerfile"));
        Path calls = folder.resolve("calls");
        String log = "echo \"${0##*/} $*\" >> '" + calls + "'";
        Path kit = Files.createDirectories(folder.resolve("shared/cluster"));
        script(kit.resolve("up.sh"), log, "echo KUBECONFIG=kind$1 > '" + kit + "/env'", "echo '" + kit + "/env'");
        script(kit.resolve("down.sh"), log);
        script(kit.resolve("load.sh"), log);
        program("docker", log);
        program("mvn", log);

        assertThat(run(Map.of("CLUSTER", "node")).code).isZero();

        List<String> all = new ArrayList<>(Files.readAllLines(calls));
        assertThat(all.remove("mvn -B -ntp verify -Pcluster,containers")).isTrue(); // beside the builder
        String tests = "mvn -B -ntp -Pcluster,containers test-compile failsafe:integration-test@cluster"
                + " failsafe:verify@cluster -Dcluster.kubeconfig=kind";
        assertThat(all.stream().filter(it -> !it.startsWith("docker")))
                .containsExactly(
                        "up.sh --node",
                        "down.sh ",
                        "up.sh ",
                        tests,
                        "down.sh ",
                        "up.sh --node",
                        "load.sh chat-contact-processor:0.1.0 chat-contact-processor:0.1.1"
                                + " chat-contact-connect-simulator:test apache/kafka:4.4.0"
                                + " apicurio/apicurio-registry:3.3.3",
                        tests + "--node",
                        "down.sh ");
        assertThat(all)
                .containsSubsequence(
                        "docker build --quiet --tag chat-contact-processor:0.1.0 .",
                        "docker tag chat-contact-processor:0.1.0 chat-contact-processor:0.1.1",
                        "docker build --quiet --tag chat-contact-connect-simulator:test target/cluster-image");
    }

    private Result run(String... args) throws IOException, InterruptedException {
        return run(Map.of(), args);
    }

    private Result run(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        var command = new ProcessBuilder(onThisMachine("bash").toString(), "project/.ci/run")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.command().addAll(Arrays.asList(args));
        command.environment().keySet().removeAll(List.of("CLUSTER", "CLUSTER_SECONDS"));
        command.environment().putAll(environment);
        command.environment().put("PATH", programs.toString());
        command.environment().put("XDG_CACHE_HOME", cache.toString());
        int code = command.start().waitFor();
        return new Result(code, Files.readAllLines(output));
    }

    private void program(String name, String... lines) throws IOException {
        script(programs.resolve(name), lines);
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!" + onThisMachine("bash") + "\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path onThisMachine(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .map(it -> Path.of(it, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
