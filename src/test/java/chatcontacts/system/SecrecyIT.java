package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.ChatResult;
import chatcontacts.testkit.connect.ConnectModel;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.CapturedLog;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceUnderLoad;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Customer text and participant tokens stay where they belong: in requests, calls and results. */
@ExtendWith(LocalServers.Shared.class)
final class SecrecyIT {

    @Test
    void noSecretLeaksIntoLogsMetricsAnswersHeadersOrExceptions(LocalServers servers) {
        List<String> said = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (CapturedLog logs = new CapturedLog()) {
            try (ServiceUnderLoad load = new ServiceUnderLoad(servers, "secrecy", 20)) {
                load.awaitStarted(60);
                for (String path : List.of("/metrics", "/health/started", "/health/live", "/health/ready", "/", "/x")) {
                    said.add(load.stage().http().get(path).body());
                }
                load.stopFeeding();
                load.awaitNoneMissing(Duration.ofSeconds(90));
                for (String path : List.of("lanes", "instances", "topology", "info", "openapi.json", "request?x=1")) {
                    said.add(load.stage().http().get("/api/v1/" + path).body());
                }
                said.add(load.stage().http().metrics().body());
                for (ConsumerRecord<byte[], byte[]> record : load.stage().published()) {
                    said.addAll(RunningService.headers(record).values());
                    if (record.value() != null) {
                        values.add(new String(record.value(), StandardCharsets.ISO_8859_1));
                    }
                    if (record.topic()
                            .equals(load.stage().environment().topics().results())) {
                        ChatResult result = load.stage().read(record);
                        said.add(String.valueOf(result.getFailure()));
                        said.add(load.stage().http().get(question(result)).body());
                    }
                }
                assertThat(load.faults()).isEmpty();
                assertThat(load.ledger().account().failed()).containsKeys("INVALID", "MALFORMED");
            }
            assertThat(logs.texts()).anyMatch(text -> text.contains("Both streams applications are starting"));
            said.addAll(logs.texts());
            assertThat(logs.ours())
                    .as("no line for each record: only what changes its state is worth one")
                    .hasSizeLessThan(50);
        }

        // The search finds both kinds of secrets where they belong.
        assertThat(values).anyMatch(value -> value.contains(ConnectModel.TOKEN_PREFIX));
        assertThat(values).anyMatch(value -> value.contains(ServiceUnderLoad.CUSTOMER_TEXT));
        assertThat(said).hasSizeGreaterThan(100).anyMatch(it -> it.contains("\"state\":\"STARTED\""));
        assertThat(said).filteredOn(SecrecyIT::holdsASecret).isEmpty();
    }

    private static String question(ChatResult result) {
        return "/api/v1/request?instanceId=" + URLEncoder.encode(result.getInstanceId(), StandardCharsets.UTF_8)
                + "&clientToken=" + URLEncoder.encode(result.getClientToken(), StandardCharsets.UTF_8);
    }

    private static boolean holdsASecret(String text) {
        return text.contains(ConnectModel.TOKEN_PREFIX)
                || text.toLowerCase(Locale.ROOT).contains(ServiceUnderLoad.CUSTOMER_TEXT);
    }
}
