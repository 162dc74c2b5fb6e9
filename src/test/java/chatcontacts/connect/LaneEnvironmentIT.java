package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.connect.AccessKeys;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.StsStub;
import chatcontacts.testkit.servers.Certificates;
import chatcontacts.testkit.servers.ConnectionForwarder;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.servers.TunnelProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lanes in a process of its own whose environment says who it is and how it gets out. What receives the calls checks their
 * signatures.
 */
class LaneEnvironmentIT {

    private static final String POD_ROLE = "arn:aws:iam::123456789012:role/pod";
    private static final String BLUE_ROLE = "arn:aws:iam::111111111111:role/chats";
    private static final String GREEN_ROLE = "arn:aws:iam::222222222222:role/chats";

    @TempDir
    private Path folder;

    private final AccessKeys keys = new AccessKeys();

    private List<String> call(
            URI connect, int seconds, String bundle, Map<String, String> environment, List<String> jvm, String... lanes)
            throws IOException {
        List<String> args = new ArrayList<>(List.of(connect.toString(), Integer.toString(seconds), bundle));
        args.addAll(List.of(lanes));
        Map<String, String> all = new HashMap<>(environment);
        all.put("AWS_EC2_METADATA_DISABLED", "true");
        try (JavaProcess process = JavaProcess.start("lanes", folder, jvm, LaneCaller.class, args, all)) {
            int code = process.awaitEnd();
            List<String> lines = Files.readAllLines(process.output());
            assertThat(code).as(String.join("\n", lines)).isZero();
            return lines.stream()
                    .filter(line -> Stream.of(lanes).anyMatch(lane -> line.startsWith(lane.split("=", 2)[0] + " ")))
                    .toList();
        }
    }

    @Test
    void aPodsWebIdentityIsExchangedForEachLanesRoleAndAllIsRenewedBeforeItEnds() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "pod-token");
        // The SDK takes what ends within a minute for stale.
        Duration life = Duration.ofSeconds(63);
        try (StsStub sts = new StsStub(keys, "pod-token", life);
                ConnectSimulator connect =
                        ConnectSimulator.start(it -> it.rules().rate(1_000, 1_000))) {
            connect.believe(keys);
            Map<String, String> pod = Map.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    token.toString(),
                    "AWS_ROLE_ARN",
                    POD_ROLE,
                    "AWS_ROLE_SESSION_NAME",
                    "pod-0",
                    "AWS_REGION",
                    "eu-central-1",
                    "AWS_ENDPOINT_URL_STS",
                    sts.uri().toString());

            List<String> answers =
                    call(connect.uri(), 7, "", pod, List.of(), "own", "blue=" + BLUE_ROLE, "green=" + GREEN_ROLE);

            assertThat(answers).hasSizeGreaterThan(9).allMatch(line -> line.endsWith(" Started"));
            assertThat(connect.callers()).containsOnly(POD_ROLE, BLUE_ROLE, GREEN_ROLE);
            assertThat(sts.granted())
                    .containsOnly(
                            "web identity " + POD_ROLE + " pod-0",
                            POD_ROLE + " " + BLUE_ROLE + " chat-contacts-blue",
                            POD_ROLE + " " + GREEN_ROLE + " chat-contacts-green");
            Stream.of(POD_ROLE, BLUE_ROLE, GREEN_ROLE)
                    .forEach(role -> assertThat(sts.granted().stream().filter(it -> it.contains(" " + role + " ")))
                            .as(role)
                            .hasSizeGreaterThan(1));
            assertThat(sts.refused()).isEmpty();
        }
    }

    @Test
    void aWebIdentityThatIsNotBelievedIsNamedAsTheReason() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "somebody else's");
        try (StsStub sts = new StsStub(keys, "pod-token", Duration.ofHours(1));
                ConnectSimulator connect = ConnectSimulator.start(it -> {})) {
            Map<String, String> pod = Map.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    token.toString(),
                    "AWS_ROLE_ARN",
                    POD_ROLE,
                    "AWS_REGION",
                    "eu-central-1",
                    "AWS_ENDPOINT_URL_STS",
                    sts.uri().toString());

            List<String> answers = call(connect.uri(), 0, "", pod, List.of(), "own");

            assertThat(answers).hasSize(1).allMatch(line -> line.contains("CredentialsRejected"));
            assertThat(connect.stats().calls()).isZero();
        }
    }

    @Test
    void theEnvironmentMayNameTheEndPointsOfOtherServices() throws IOException {
        keys.with("AKIDRIGHT", "right");
        try (ConnectSimulator connect = ConnectSimulator.start(it -> it.rules().rate(20, 32))) {
            connect.believe(keys);
            Map<String, String> environment = new HashMap<>(secret("right"));
            environment.put("AWS_ENDPOINT_URL_SERVICE_QUOTAS", connect.uri().toString());
            environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", connect.uri().toString());

            assertThat(call(connect.uri(), 0, "", environment, List.of(), "own"))
                    .containsExactly("own Started", "own Applied", "own Counted");
        }
    }

    @Test
    void aWrongSecretIsRefusedByWhoKnowsTheRightOne() throws IOException {
        keys.with("AKIDRIGHT", "right");
        try (ConnectSimulator connect = ConnectSimulator.start(it -> {})) {
            connect.believe(keys);

            assertThat(call(connect.uri(), 0, "", secret("right"), List.of(), "own"))
                    .containsExactly("own Started");
            Files.delete(folder.resolve("lanes.log"));
            assertThat(call(connect.uri(), 0, "", secret("wrong"), List.of(), "own"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("CredentialsRejected") && line.contains("InvalidSignature"));
        }
    }

    @Test
    void callsLeaveByTheProxyOfTheEnvironmentAndTrustTheLanesBundle() throws IOException {
        keys.with("AKIDRIGHT", "right");
        Certificates certificates = new Certificates(folder);
        try (ConnectSimulator connect = ConnectSimulator.start(it -> {});
                ConnectionForwarder front =
                        ConnectionForwarder.tls(certificates.server(certificates.of("connect")), connect.uri());
                TunnelProxy proxy = new TunnelProxy(Map.of("connect.test", front.port()))) {
            connect.believe(keys);
            URI endpoint = URI.create("https://connect.test:443");
            String bundle = certificates.trustedPem().toString();
            Map<String, String> environment = new HashMap<>(secret("right"));
            environment.put("HTTPS_PROXY", proxy.uri().toString());

            assertThat(call(endpoint, 0, bundle, environment, List.of(), "own")).containsExactly("own Started");
            assertThat(proxy.asked()).containsExactly("connect.test:443");

            Files.delete(folder.resolve("lanes.log"));
            List<String> jvm = List.of(
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=" + proxy.uri().getPort());
            assertThat(call(endpoint, 0, bundle, secret("right"), jvm, "own")).containsExactly("own Started");
            assertThat(proxy.asked()).hasSize(2);

            Files.delete(folder.resolve("lanes.log"));
            environment.put("NO_PROXY", "127.0.0.1,localhost");
            assertThat(call(connect.uri(), 0, "", environment, List.of(), "own"))
                    .containsExactly("own Started");
            assertThat(proxy.asked()).hasSize(2);
        }
    }

    private static Map<String, String> secret(String secret) {
        return Map.of("AWS_ACCESS_KEY_ID", "AKIDRIGHT", "AWS_SECRET_ACCESS_KEY", secret);
    }
}
