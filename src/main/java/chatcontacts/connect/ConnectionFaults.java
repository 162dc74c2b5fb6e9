package chatcontacts.connect;

import chatcontacts.connect.SendWitness.NeverSentException;
import chatcontacts.domain.call.Answer;
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
 * The meaning of a call that brought no answer. It is {@link Answer.Unreachable} or {@link Answer.Unavailable} only when it is
 * certain that Connect did not get the request; in every other case, and in doubt, it is {@link Answer.Unanswered}. The codes are ours: short, stable
 * names, since the library's messages may quote the request.
 */
final class ConnectionFaults {

    /** All connections are in use, or one was reset: no word on whether Connect can be reached. */
    private static final Set<String> OF_THIS_CALL_ALONE = Set.of("no-free-connection", "connection-failed");

    private ConnectionFaults() {}

    static Answer toAnswer(Throwable failure, boolean begun) {
        // A request waits in the connection until TLS is agreed upon.
        if (Causes.has(failure, NeverSentException.class) || Causes.has(failure, SSLHandshakeException.class)) {
            String code = unsent(failure);
            return OF_THIS_CALL_ALONE.contains(code)
                    ? new Answer.Unavailable(code, Optional.empty())
                    : new Answer.Unreachable(code);
        }
        boolean gaveUp = Causes.has(failure, ApiCallTimeoutException.class)
                || Causes.has(failure, ApiCallAttemptTimeoutException.class)
                || Causes.has(failure, AbortedException.class)
                || Causes.has(failure, CancellationException.class);
        // One who gave up does not know what the others did since; anything else before the hand-over ended the call.
        return begun || gaveUp
                ? new Answer.Unanswered(sent(failure), Optional.empty())
                : new Answer.Unavailable("client-fault", Optional.empty());
    }

    private static String unsent(Throwable failure) {
        if (Causes.has(failure, UnknownHostException.class)) {
            return "dns";
        }
        if (Causes.has(failure, "ConnectTimeoutException")) {
            return "connect-timeout";
        }
        if (Causes.has(failure, NoRouteToHostException.class)) {
            return "no-route";
        }
        if (Causes.has(failure, ConnectException.class)) {
            return "connection-refused";
        }
        if (Causes.has(failure, SSLHandshakeException.class)) {
            return "tls";
        }
        if (Causes.has(failure, TimeoutException.class)) {
            return "no-free-connection";
        }
        return "connection-failed";
    }

    private static String sent(Throwable failure) {
        if (Causes.has(failure, ApiCallTimeoutException.class)
                || Causes.has(failure, ApiCallAttemptTimeoutException.class)
                || Causes.has(failure, "ReadTimeoutException")
                || Causes.has(failure, "WriteTimeoutException")) {
            return "timeout";
        }
        if (Causes.has(failure, AbortedException.class) || Causes.has(failure, CancellationException.class)) {
            return "aborted";
        }
        if (Causes.has(failure, "JsonParseException") || Causes.has(failure, "JsonEOFException")) {
            return "answer-unreadable";
        }
        IOException io = Causes.first(failure, IOException.class);
        if (io != null) {
            return io.getMessage() != null && io.getMessage().contains("content-length")
                    ? "answer-cut"
                    : "connection-reset";
        }
        return "client-fault";
    }
}
