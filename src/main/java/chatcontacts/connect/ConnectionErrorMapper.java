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
 * The meaning of a call that brought no answer. It is {@link CallResult.Unreachable} or {@link CallResult.Unavailable} only when it is
 * certain that Connect did not get the request; in every other case, and in doubt, it is {@link CallResult.Unanswered}. The codes are ours: short, stable
 * names, since the library's messages may quote the request.
 */
final class ConnectionErrorMapper {

    /** All connections are in use, or one was reset: no word on whether Connect can be reached. */
    private static final Set<String> OF_THIS_CALL_ALONE = Set.of("no-free-connection", "connection-failed");

    private ConnectionErrorMapper() {}

    static CallResult toAnswer(Throwable failure, boolean begun) {
        // A request waits in the connection until TLS is agreed upon.
        if (CauseChain.has(failure, NeverSentException.class) || CauseChain.has(failure, SSLHandshakeException.class)) {
            String code = unsent(failure);
            return OF_THIS_CALL_ALONE.contains(code)
                    ? new CallResult.Unavailable(code, Optional.empty())
                    : new CallResult.Unreachable(code);
        }
        boolean gaveUp = CauseChain.has(failure, ApiCallTimeoutException.class)
                || CauseChain.has(failure, ApiCallAttemptTimeoutException.class)
                || CauseChain.has(failure, AbortedException.class)
                || CauseChain.has(failure, CancellationException.class);
        // One who gave up does not know what the others did since; anything else before the hand-over ended the call.
        return begun || gaveUp
                ? new CallResult.Unanswered(sent(failure), Optional.empty())
                : new CallResult.Unavailable("client-fault", Optional.empty());
    }

    private static String unsent(Throwable failure) {
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
        return "connection-failed";
    }

    private static String sent(Throwable failure) {
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
