package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.connect.SendTrackingHttpClient.NeverSentException;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.FailureCause;
import chatcontacts.domain.outcome.CredentialsEncryption;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** What this package calls a failure names its cause. */
final class FailureCauseTest {

    private static FailureCause unsent(Throwable failure) {
        return of(ConnectionErrorMapper.toResult(new NeverSentException(failure), false));
    }

    private static FailureCause sent(Throwable failure) {
        return of(ConnectionErrorMapper.toResult(failure, true));
    }

    private static FailureCause of(CallResult result) {
        return FailureCause.of(result.failure().orElseThrow());
    }

    @Test
    void ofCallsThatWereNotSent() {
        assertThat(unsent(new UnknownHostException())).isEqualTo(FailureCause.UNKNOWN_HOST);
        assertThat(unsent(new NoRouteToHostException())).isEqualTo(FailureCause.NO_ROUTE);
        assertThat(unsent(new ConnectException())).isEqualTo(FailureCause.CONNECTION_REFUSED);
        assertThat(unsent(new SSLHandshakeException("no"))).isEqualTo(FailureCause.TLS);
        assertThat(unsent(new TimeoutException())).isEqualTo(FailureCause.LOCAL);
        assertThat(unsent(new IOException())).isEqualTo(FailureCause.CONNECTION_LOST);
    }

    @Test
    void ofCallsThatWereSent() {
        assertThat(sent(ApiCallTimeoutException.create(1))).isEqualTo(FailureCause.TIMED_OUT);
        assertThat(sent(new IOException("reset"))).isEqualTo(FailureCause.CONNECTION_LOST);
        assertThat(sent(new IOException("content-length"))).isEqualTo(FailureCause.CONNECTION_LOST);
        assertThat(sent(new IllegalStateException())).isEqualTo(FailureCause.LOCAL);
    }

    @Test
    void ofCredentialsAndOfTheHostsOwnErrors() {
        assertThat(of(CredentialErrorMapper.toResult(new IOException())))
                .isEqualTo(FailureCause.CREDENTIALS_UNREACHABLE);
        assertThat(of(CredentialErrorMapper.toResult(new IllegalStateException())))
                .isEqualTo(FailureCause.LOCAL);
        assertThat(FailureCause.of("InternalServiceException")).isEqualTo(FailureCause.HTTP_STATUS);
        assertThat(FailureCause.of("http-503")).isEqualTo(FailureCause.HTTP_STATUS);
    }

    @Test
    void theHostOfALaneIsThatOfItsEndpointElseThatOfItsRegion() {
        LaneClientConfig local =
                TestLane.lane(URI.create("http://localhost:4711"), LaneCredentialsConfig.OWN, Optional.empty());
        LaneClientConfig regional = new LaneClientConfig(
                local.name(),
                Optional.of("eu-central-1"),
                Optional.empty(),
                local.identity(),
                local.caBundle(),
                local.inFlightMax(),
                local.connectTimeout(),
                local.callTimeout());
        try (ConnectClients clients =
                        new ConnectClients(TestLane.CREDENTIALS, Optional.empty(), CredentialsEncryption.NONE);
                ConnectChatStarter one = clients.open(local);
                ConnectChatStarter other = clients.open(regional)) {
            assertThat(one.host()).isEqualTo("localhost:4711");
            assertThat(other.host()).isEqualTo("connect.eu-central-1.amazonaws.com");
        }
    }
}
