package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.call.CallResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssumedRoleTest {

    private static final String STARTED = "{\"ContactId\":\"c\",\"ParticipantId\":\"p\",\"ParticipantToken\":\"t\"}";

    private static final String ASSUMED = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>session</SessionToken>
            <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>""";

    @Test
    void callsWithTheCredentialsOfTheLanesRoleAndAsksForThemOnce() throws Exception {
        try (RawServer sts = RawServer.that(RawServer.respond(200, "", ASSUMED));
                RawServer connect = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.assuming(connect.uri(), sts.uri())) {
            lane.call();
            lane.call();

            assertThat(sts.requests()).hasSize(1);
            assertThat(sts.requests().getFirst().body())
                    .contains("Action=AssumeRole")
                    .contains("role%2Fchats")
                    .contains("RoleSessionName=chat-contacts-blue");
            assertThat(connect.requests()).hasSize(2).allSatisfy(request -> {
                assertThat(request.header("Authorization")).contains("Credential=AKIDROLE/");
                assertThat(request.header("X-Amz-Security-Token")).isEqualTo("session");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, CredentialsRejected",
        "403, InvalidClientTokenId, CredentialsRejected",
        "400, ValidationError, CredentialsRejected",
        "400, Throttling, Unavailable",
        "429, TooManyRequests, Unavailable",
        "500, InternalFailure, Unavailable",
        "503, ServiceUnavailable, Unavailable"
    })
    void tellsARefusalFromAnOutageOfSts(int status, String code, String kind) throws Exception {
        String error = "<ErrorResponse><Error><Type>x</Type><Code>" + code + "</Code><Message>m</Message></Error>"
                + "<RequestId>r</RequestId></ErrorResponse>";
        try (RawServer sts = RawServer.that(RawServer.respond(status, "", error));
                RawServer connect = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.assuming(connect.uri(), sts.uri())) {
            CallResult answer = lane.call();

            assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(answer.toString()).contains("errorCode=" + code + ",");
            assertThat(connect.requests()).isEmpty();
            assertThat(sts.requests()).hasSize(1);
        }
    }

    @Test
    void takesAnUnreachableStsForAnOutage() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (RawServer connect = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.assuming(connect.uri(), URI.create("http://localhost:" + port))) {
            assertThat(lane.call()).isEqualTo(new CallResult.Unavailable("credentials-unreachable", Optional.empty()));
            assertThat(connect.requests()).isEmpty();
        }
    }

    @Test
    void recoversWhenStsDoes() throws Exception {
        try (RawServer sts = RawServer.that(RawServer.respond(500, "", ""));
                RawServer connect = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.assuming(connect.uri(), sts.uri())) {
            assertThat(lane.call()).isInstanceOf(CallResult.Unavailable.class);

            sts.now(RawServer.respond(200, "", ASSUMED));

            assertThat(lane.call()).isInstanceOf(CallResult.ChatStarted.class);
        }
    }
}
