package chatcontacts.domain.call;

import chatcontacts.domain.outcome.ParticipantCredentials;
import java.util.Optional;

/** How one StartChatContact call ended. Expected failures are data: a port never throws them. */
public sealed interface CallResult {

    /** The id that AWS gave the call, where it was answered at all. */
    Optional<String> awsRequestId();

    /** Its name for metrics and traces: part of their contract, whatever the types are called. */
    default String kind() {
        return switch (this) {
            case ChatStarted ignored -> "STARTED";
            case QuotaFull ignored -> "QUOTA_FULL";
            case Throttled ignored -> "THROTTLED";
            case Unreachable ignored -> "UNREACHABLE";
            case Unavailable ignored -> "UNAVAILABLE";
            case Unanswered ignored -> "UNANSWERED";
            case AccessDenied ignored -> "ACCESS_DENIED";
            case CredentialsRejected ignored -> "CREDENTIALS_REJECTED";
            case Rejected ignored -> "REJECTED";
        };
    }

    /** What Connect, or the connection, called the failure; empty if the chat was started. */
    default Optional<String> failure() {
        return switch (this) {
            case ChatStarted ignored -> Optional.empty();
            case QuotaFull it -> Optional.of(it.errorCode());
            case Throttled it -> Optional.of(it.errorCode());
            case Unreachable it -> Optional.of(it.errorCode());
            case Unavailable it -> Optional.of(it.errorCode());
            case Unanswered it -> Optional.of(it.errorCode());
            case AccessDenied it -> Optional.of(it.errorCode());
            case CredentialsRejected it -> Optional.of(it.errorCode());
            case Rejected it -> Optional.of(it.errorCode());
        };
    }

    /** 200. */
    record ChatStarted(
            String contactId,
            String participantId,
            ParticipantCredentials credentials,
            Optional<String> continuedFromContactId,
            Optional<String> streamingId,
            Optional<String> awsRequestId)
            implements CallResult {
        @Override
        public String toString() {
            return "Started[contactId=" + contactId + ", ...]";
        }
    }

    /** LimitExceededException (429) or ServiceQuotaExceededException (402): the instance's quota of concurrent chats is full. */
    record QuotaFull(String errorCode, Optional<String> awsRequestId) implements CallResult {}

    /**
     * The API rate of the account and Region is exceeded: any other 429.
     *
     * @param known whether its type or its text says so; of any other 429 it is a guess
     */
    record Throttled(String errorCode, Optional<String> awsRequestId, boolean known) implements CallResult {}

    /**
     * No connection could be made: the name is unknown, the address refuses or is silent, TLS fails. Nothing was sent, and it is
     * not the request's fault.
     */
    record Unreachable(String errorCode) implements CallResult {
        @Override
        public Optional<String> awsRequestId() {
            return Optional.empty();
        }
    }

    /** A fault that may pass, and that leaves no chat behind: a 5xx answer, or a call that this process could not send. */
    record Unavailable(String errorCode, Optional<String> awsRequestId) implements CallResult {}

    /** No answer came though the call may have reached Connect: a time-out, a reset, a cut answer. The chat may exist. */
    record Unanswered(String errorCode, Optional<String> awsRequestId) implements CallResult {}

    /** AccessDeniedException: these credentials may not start a chat in this instance or flow. An operator can fix it. */
    record AccessDenied(String errorCode, Optional<String> awsRequestId) implements CallResult {}

    /** The credentials or the signature are rejected, or there are none: nothing of this lane can work. */
    record CredentialsRejected(String errorCode, Optional<String> awsRequestId) implements CallResult {}

    /** Any other 4xx: this request can never succeed. */
    record Rejected(String errorCode, Optional<String> awsRequestId) implements CallResult {}
}
