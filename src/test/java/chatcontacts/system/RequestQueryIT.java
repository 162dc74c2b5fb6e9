package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.app.Service;
import chatcontacts.testkit.connect.CallFault;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.ConnectModel;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.ServiceMetrics.Page;
import chatcontacts.testkit.service.ServiceUnderLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two services of one application are asked about requests in every state; either answers for both. */
@ExtendWith(LocalServers.Shared.class)
final class RequestQueryIT {

    private static final LocalInstance SMALL = new LocalInstance("small", "small-0001", 2, false);
    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 1_000, false);

    private static final int SENT = 6;

    private final List<String> said = new ArrayList<>();

    @Test
    void eitherOfTwoServicesTellsOfEveryRequestAndNoSecret(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(SMALL, WIDE), 500, 800, connect -> {});
        Map<String, String> settings = new HashMap<>(reachable(freePort()));
        settings.put("instances.small.concurrent.chats", "50"); // more than Connect grants
        try (RunningService stage = new RunningService(servers, "questions", List.of(lane), settings);
                Service second = stage.environment().startAnother("second", reachable(freePort()));
                ServiceMetrics other = new ServiceMetrics(second.httpPort())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            other.isReady() && stage.http().isReady() && knowOwner(stage.http()) && knowOwner(other));
            stage.connect()
                    .change(it -> it.faults()
                            .nextOfToken("refused"::equals, 1, new CallFault.Instead(ConnectError.INVALID_REQUEST)));
            stage.result(send(stage, WIDE, "order/47 11&?"));
            stage.result(send(stage, WIDE, "refused"));
            for (int i = 0; i < SENT; i++) {
                send(stage, SMALL, "small " + i);
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stage.connect().stats().answers(ConnectError.LIMIT_EXCEEDED.code()) > 0);

            for (ServiceMetrics http : List.of(stage.http(), other)) {
                assertThat(ask(http, WIDE.id(), "order/47 11&?").body())
                        .contains("\"state\":\"STARTED\"", "\"contactId\":", "\"connectBy\":");
                assertThat(ask(http, WIDE.arn(), "order/47 11&?").status()).isEqualTo(200);
                assertThat(ask(http, WIDE.id(), "refused").body())
                        .contains("\"state\":\"FAILED\"", "\"reason\":\"REJECTED\"", "InvalidRequestException");
                assertThat(ask(http, WIDE.id(), "never sent").status()).isEqualTo(404);
                assertThat(ask(http, "arn:aws:s3:::x", "t").status()).isEqualTo(400);
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(answersOfSmall(http))
                                .filteredOn(it -> it.contains("\"state\":\"WAITING\""))
                                .hasSizeGreaterThanOrEqualTo(SENT - SMALL.quota() - 1)
                                .allMatch(it -> it.contains("INSTANCE_FULL") && it.contains("\"deadline\":")));
                for (String path :
                        List.of("status", "process", "lanes", "instances", "topology", "info", "openapi.json")) {
                    assertThat(get(http, "/api/v1/" + path).status()).as(path).isEqualTo(200);
                }
                assertThat(get(http, "/metrics").body().getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThan(100_000);
            }
            for (ServiceMetrics http : List.of(stage.http(), other)) {
                assertThat(get(http, "/api/v1/status").body())
                        .as("either shows what the owner knows")
                        .contains("\"instanceId\":\"small-0001\"", "\"STARTED\":[", "\"REJECTED\":[")
                        .doesNotContain("does not answer");
            }
            assertThat(List.of(get(stage.http(), "/api/v1/instances"), get(other, "/api/v1/instances")))
                    .as("the owner of the lane shows its instances")
                    .anyMatch(it -> it.body().contains("\"instanceId\":\"small-0001\""));
        }
        assertThat(said).hasSizeGreaterThan(20);
        assertThat(said)
                .noneMatch(it -> it.contains(ConnectModel.TOKEN_PREFIX)
                        || it.toLowerCase(Locale.ROOT).contains(ServiceUnderLoad.CUSTOMER_TEXT));
    }

    private List<String> answersOfSmall(ServiceMetrics http) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < SENT; i++) {
            answers.add(ask(http, SMALL.id(), "small " + i).body());
        }
        return answers;
    }

    private static boolean knowOwner(ServiceMetrics http) {
        Page lanes = http.get("/api/v1/lanes");
        return lanes.status() == 200 && !lanes.body().contains("\"owner\":\"unknown\"");
    }

    private static Map<String, String> reachable(int port) {
        return Map.of("http.port", Integer.toString(port), "dispatch.application.server", "127.0.0.1:" + port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordMetadata send(RunningService stage, LocalInstance instance, String token) {
        ChatRequest request = ChatRequest.newBuilder()
                .setInstanceId(instance.id())
                .setContactFlowId("flow")
                .setParticipantDetails(new ParticipantDetails(ServiceUnderLoad.CUSTOMER_TEXT))
                .setClientToken(token)
                .build();
        return RunningService.written(stage.sender().send(token, request));
    }

    private Page ask(ServiceMetrics http, String instance, String token) {
        return get(http, "/api/v1/request?instanceId=" + encoded(instance) + "&clientToken=" + encoded(token));
    }

    private Page get(ServiceMetrics http, String path) {
        Page page = http.get(path);
        said.add(page.body());
        return page;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
