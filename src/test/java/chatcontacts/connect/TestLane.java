package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.request.Requests;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A lane towards a server of the test. */
final class TestLane implements AutoCloseable {

    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret"));

    private final ConnectClients clients;
    private final ChatStarter starter;

    private TestLane(ConnectClients clients, LaneClientConfig lane) {
        this.clients = clients;
        this.starter = clients.open(lane);
    }

    static TestLane at(URI endpoint) {
        return at(endpoint, Duration.ofSeconds(10));
    }

    static TestLane at(URI endpoint, Duration timeout) {
        return new TestLane(
                new ConnectClients(CREDENTIALS, Optional.empty(), CredentialsEncryption.NONE),
                lane(endpoint, timeout, 10, Optional.empty()));
    }

    static TestLane with(URI endpoint, AwsCredentialsProvider credentials) {
        return new TestLane(
                new ConnectClients(credentials, Optional.empty(), CredentialsEncryption.NONE),
                lane(endpoint, Duration.ofSeconds(1), 10, Optional.empty()));
    }

    static TestLane narrow(URI endpoint, Duration timeout) {
        return new TestLane(
                new ConnectClients(CREDENTIALS, Optional.empty(), CredentialsEncryption.NONE),
                lane(endpoint, timeout, 1, Optional.empty()));
    }

    static TestLane assuming(URI endpoint, URI sts) {
        return new TestLane(
                new ConnectClients(CREDENTIALS, Optional.of(sts), CredentialsEncryption.NONE),
                lane(endpoint, Duration.ofSeconds(10), 10, Optional.of("arn:aws:iam::123456789012:role/chats")));
    }

    /** One that is set up otherwise. */
    static TestLane of(LaneClientConfig lane) {
        return new TestLane(new ConnectClients(CREDENTIALS, Optional.empty(), CredentialsEncryption.NONE), lane);
    }

    static LaneClientConfig lane(URI endpoint, LaneCredentialsConfig identity, Optional<Path> caBundle) {
        return new LaneClientConfig(
                "blue",
                Optional.of("eu-west-2"),
                Optional.of(endpoint),
                identity,
                caBundle,
                10,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }

    private static LaneClientConfig lane(URI endpoint, Duration timeout, int inFlight, Optional<String> role) {
        return new LaneClientConfig(
                "blue",
                Optional.of("eu-west-2"),
                Optional.of(endpoint),
                new LaneCredentialsConfig(Optional.empty(), role, true),
                Optional.empty(),
                inFlight,
                Duration.ofSeconds(2),
                timeout);
    }

    ChatStarter starter() {
        return starter;
    }

    /** The answer to a call with every parameter. */
    CallResult call() throws Exception {
        return starter.start(Requests.full().call(), "token/1")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        starter.close();
        clients.close();
    }

    /** What a call gets from a server that behaves so; it must have been the only one. */
    static CallResult answerTo(RawServer.Behaviour behaviour) throws Exception {
        try (RawServer server = RawServer.that(behaviour);
                TestLane lane = TestLane.at(server.uri())) {
            CallResult answer = lane.call();
            assertThat(server.requests()).hasSize(1);
            return answer;
        }
    }
}
