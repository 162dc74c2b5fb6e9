package chatcontacts.connect;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.errors.CauseChain;
import chatcontacts.domain.outcome.ParticipantCredentials;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.connect.model.StartChatContactResponse;

/**
 * Translates what came of a call from the SDK's terms into an {@link CallResult}. Only codes and request ids pass: messages may
 * quote the request, and the response's text holds the participant token.
 */
final class CallResultMapper {

    private CallResultMapper() {}

    /** The answer in a response of status 200. One that names no chat leaves open whether there is one. */
    static CallResult toAnswer(StartChatContactResponse response, NewerAnswer newer) {
        Optional<String> requestId = requestId(response.responseMetadata().requestId());
        String contactId = response.contactId();
        String participantId = response.participantId();
        String participantToken = response.participantToken();
        if (absent(contactId) || absent(participantId) || absent(participantToken)) {
            return new CallResult.Unanswered("answer-incomplete", requestId);
        }
        return new CallResult.Started(
                contactId,
                participantId,
                ParticipantCredentials.of(participantToken, newer.connection(), newer.websocket()),
                Optional.ofNullable(response.continuedFromContactId()).filter(id -> !id.isEmpty()),
                newer.streamingId(),
                requestId);
    }

    /**
     * The answer in a failure.
     *
     * @param begun whether the SDK got as far as handing the request to its HTTP client
     */
    static CallResult toAnswer(Throwable failure, boolean begun) {
        AwsServiceException answered = CauseChain.first(failure, AwsServiceException.class);
        return answered != null
                ? ServiceErrorMapper.toAnswer(answered, requestId(answered.requestId()))
                : ConnectionErrorMapper.toAnswer(failure, begun);
    }

    private static boolean absent(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    /** The SDK says UNKNOWN where the answer named none. */
    private static Optional<String> requestId(@Nullable String requestId) {
        return Optional.ofNullable(requestId).filter(id -> !id.isEmpty() && !id.equals("UNKNOWN"));
    }
}
