package chatcontacts.cli.submit;

import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.request.DecodedRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The command before Kafka and a registry in memory. */
final class SubmitFixture implements AutoCloseable {

    static final String FLAGS = "submit --instance-id i --contact-flow-id f --participant-details DisplayName=Ada";
    static final String LINE = """
            {"InstanceId": "i", "ContactFlowId": "f", "ParticipantDetails": {"DisplayName": "Ada"}, "ClientToken": "%s"}
            """;

    final RecordedConsole console = new RecordedConsole();
    final FakeKafka kafka = FakeKafka.behind(console, UUID.randomUUID().toString());

    static Outcome started(DecodedRequest request) {
        String of = request.clientToken().orElseThrow();
        return new Outcome.Started(new Contact(
                "contact of " + of,
                "participant",
                ParticipantCredentials.of("secret-token"),
                Optional.of("former"),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(300),
                Optional.empty(),
                Optional.empty()));
    }

    /** Requests of those tokens on standard input. */
    void lines(String... tokens) {
        StringBuilder input = new StringBuilder();
        List.of(tokens).forEach(token -> input.append(LINE.formatted(token)));
        input(input.toString());
    }

    void input(String text) {
        console.in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        kafka.close();
    }
}
