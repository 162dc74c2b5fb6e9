package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.domain.outcome.CredentialsEncryption;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

class CallerAccountTest {

    private static final String IDENTITY = """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
            <Arn>arn:aws:iam::123456789012:user/x</Arn><UserId>u</UserId><Account>123456789012</Account>
            </GetCallerIdentityResult></GetCallerIdentityResponse>""";

    private final List<String> known = new CopyOnWriteArrayList<>();

    private static StsClient sts(URI endpoint) {
        return StsClient.builder()
                .region(Region.EU_WEST_2)
                .endpointOverride(endpoint)
                .credentialsProvider(TestLane.CREDENTIALS)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @Test
    void aLanesAccountIsAskedOfStsWithItsCredentials() {
        try (RawServer sts = RawServer.that(RawServer.respond(200, "", IDENTITY));
                ConnectClients clients =
                        new ConnectClients(TestLane.CREDENTIALS, Optional.of(sts.uri()), CredentialsEncryption.NONE)) {
            clients.askAccount(
                    TestLane.lane(URI.create("http://localhost:1"), LaneCredentialsConfig.OWN, Optional.empty()),
                    known::add);

            await().untilAsserted(() -> assertThat(known).containsExactly("123456789012"));
            assertThat(sts.requests()).hasSize(1);
            assertThat(sts.requests().getFirst().body()).contains("Action=GetCallerIdentity");
            assertThat(sts.requests().getFirst().header("Authorization")).contains("Credential=AKIDTEST/");
        }
    }

    @Test
    void nobodyIsAskedAboutALaneThatDoesNotSign() {
        try (RawServer sts = RawServer.that(RawServer.respond(200, "", IDENTITY));
                ConnectClients clients =
                        new ConnectClients(TestLane.CREDENTIALS, Optional.of(sts.uri()), CredentialsEncryption.NONE)) {
            clients.askAccount(
                    TestLane.lane(
                            URI.create("http://localhost:1"),
                            new LaneCredentialsConfig(Optional.empty(), Optional.empty(), false),
                            Optional.empty()),
                    known::add);

            assertThat(sts.requests()).isEmpty();
        }
    }

    @Test
    void itIsAskedAgainUntilItAnswers() {
        try (RawServer sts = RawServer.that(RawServer.respond(503, "", ""));
                CallerAccount question = new CallerAccount("blue", sts(sts.uri()), Duration.ofMillis(1))) {
            question.ask(known::add);
            await().until(() -> sts.requests().size() > 2);
            assertThat(known).isEmpty();

            sts.now(RawServer.respond(200, "", IDENTITY));

            await().untilAsserted(() -> assertThat(known).containsExactly("123456789012"));
        }
    }
}
