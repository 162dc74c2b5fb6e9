package chatcontacts.connect;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.errors.CauseChain;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.outcome.ParticipantCredentials;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.connect.model.StartChatContactResponse;

/**
 * Maps the SDK's response or failure of a call to a {@link CallResult}. Only codes and request ids are passed on: messages may quote
 * the request, and the response's text contains the participant token.
 */
final class CallResultMapper {

    private static final Logger LOG = LoggerFactory.getLogger(CallResultMapper.class);

    private CallResultMapper() {}

    /**
     * The result of a response with status 200. If it names no chat, the chat may exist all the same. It does if its credentials
     * cannot be encrypted, and nothing readable is passed on: the same call later gives them once more.
     */
    static CallResult toResult(
            StartChatContactResponse response, NewerResponseMembers newer, CredentialsEncryption encryption) {
        Optional<String> requestId = requestId(response.responseMetadata().requestId());
        String contactId = response.contactId();
        String participantId = response.participantId();
        String participantToken = response.participantToken();
        if (isMissing(contactId) || isMissing(participantId) || isMissing(participantToken)) {
            return new CallResult.Unanswered("answer-incomplete", requestId);
        }
        ParticipantCredentials credentials;
        try {
            credentials = encryption.encrypt(
                    contactId, ParticipantCredentials.of(participantToken, newer.connection(), newer.websocket()));
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .log("The credentials of a started chat cannot be encrypted; its request is called again");
            return new CallResult.Unanswered("credentials-not-encrypted", requestId);
        }
        return new CallResult.ChatStarted(
                contactId,
                participantId,
                credentials,
                Optional.ofNullable(response.continuedFromContactId()).filter(id -> !id.isEmpty()),
                newer.streamingId(),
                requestId);
    }

    /**
     * The result of a failed call.
     *
     * @param begun whether the SDK had passed the request to its HTTP client
     */
    static CallResult toResult(Throwable failure, boolean begun) {
        AwsServiceException serviceError = CauseChain.first(failure, AwsServiceException.class);
        return serviceError != null
                ? ServiceErrorMapper.toResult(serviceError, requestId(serviceError.requestId()))
                : ConnectionErrorMapper.toResult(failure, begun);
    }

    private static boolean isMissing(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    /** The SDK returns UNKNOWN if the response has none. */
    private static Optional<String> requestId(@Nullable String requestId) {
        return Optional.ofNullable(requestId).filter(id -> !id.isEmpty() && !id.equals("UNKNOWN"));
    }
}
