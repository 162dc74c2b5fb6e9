package chatcontacts.connect;

import chatcontacts.connect.SendTrackingHttpClient.NeverSentException;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.errors.CauseChain;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Maps a call without a response to a {@link CallResult}: {@link CallResult.Unreachable} or {@link CallResult.Unavailable} only if it
 * is certain that Connect did not receive the request, else {@link CallResult.Unanswered}. The codes are our own short, stable names,
 * since the library's messages may quote the request.
 */
final class ConnectionErrorMapper {

    private static final String CONNECTION_FAILED = "connection-failed";

    /** All connections are in use, or one was reset: this does not show whether Connect is reachable. */
    private static final Set<String> CALL_ONLY = Set.of("no-free-connection", CONNECTION_FAILED);

    private ConnectionErrorMapper() {}

    static CallResult toResult(Throwable failure, boolean begun) {
        // The request is not sent before the TLS handshake is complete.
        if (CauseChain.has(failure, NeverSentException.class) || CauseChain.has(failure, SSLHandshakeException.class)) {
            String code = unsentCode(failure);
            return CALL_ONLY.contains(code)
                    ? new CallResult.Unavailable(code, Optional.empty())
                    : new CallResult.Unreachable(code);
        }
        boolean abandoned = CauseChain.has(failure, ApiCallTimeoutException.class)
                || CauseChain.has(failure, ApiCallAttemptTimeoutException.class)
                || CauseChain.has(failure, AbortedException.class)
                || CauseChain.has(failure, CancellationException.class);
        // An abandoned call may still have been sent; any other failure before the hand-over ended the call.
        return begun || abandoned
                ? new CallResult.Unanswered(sentCode(failure), Optional.empty())
                : new CallResult.Unavailable("client-fault", Optional.empty());
    }

    /** Whether nothing was sent because an open connection turned out to be closed: another one may be good. */
    static boolean isClosedConnection(CallResult result) {
        return result instanceof CallResult.Unavailable it && it.errorCode().equals(CONNECTION_FAILED);
    }

    private static String unsentCode(Throwable failure) {
        if (CauseChain.has(failure, UnknownHostException.class)) {
            return "dns";
        }
        if (CauseChain.has(failure, "ConnectTimeoutException")) {
            return "connect-timeout";
        }
        if (CauseChain.has(failure, NoRouteToHostException.class)) {
            return "no-route";
        }
        if (CauseChain.has(failure, ConnectException.class)) {
            return "connection-refused";
        }
        if (CauseChain.has(failure, SSLHandshakeException.class)) {
            return "tls";
        }
        if (CauseChain.has(failure, TimeoutException.class)) {
            return "no-free-connection";
        }
        return CONNECTION_FAILED;
    }

    private static String sentCode(Throwable failure) {
        if (CauseChain.has(failure, ApiCallTimeoutException.class)
                || CauseChain.has(failure, ApiCallAttemptTimeoutException.class)
                || CauseChain.has(failure, "ReadTimeoutException")
                || CauseChain.has(failure, "WriteTimeoutException")) {
            return "timeout";
        }
        if (CauseChain.has(failure, AbortedException.class) || CauseChain.has(failure, CancellationException.class)) {
            return "aborted";
        }
        if (CauseChain.has(failure, "JsonParseException") || CauseChain.has(failure, "JsonEOFException")) {
            return "answer-unreadable";
        }
        IOException io = CauseChain.first(failure, IOException.class);
        if (io != null) {
            return io.getMessage() != null && io.getMessage().contains("content-length")
                    ? "answer-cut"
                    : "connection-reset";
        }
        return "client-fault";
    }
}
