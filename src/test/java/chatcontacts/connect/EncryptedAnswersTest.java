package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.outcome.ParticipantCredentials;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.services.connect.model.StartChatContactResponse;

/** What opens a chat leaves the adapter encrypted, or not at all. */
class EncryptedAnswersTest {

    private static CallResult mapped(CredentialsEncryption encryption) {
        StartChatContactResponse.Builder response = StartChatContactResponse.builder()
                .contactId("contact-1")
                .participantId("participant-1")
                .participantToken("s3cret");
        response.responseMetadata(DefaultAwsResponseMetadata.create(Map.of()));
        return CallResultMapper.toResult(response.build(), NewerResponseMembers.NONE, encryption);
    }

    @Test
    void theResultHasWhatTheEncryptionMadeOfIt() {
        ParticipantCredentials sealed = new ParticipantCredentials(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("jwe"), false);

        CallResult result = mapped((contactId, credentials) -> {
            assertThat(contactId).isEqualTo("contact-1");
            assertThat(credentials).isEqualTo(ParticipantCredentials.of("s3cret"));
            return sealed;
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        CallResult.ChatStarted.class,
                        it -> assertThat(it.credentials()).isEqualTo(sealed));
    }

    @Test
    void whatCannotBeEncryptedIsNotPassedOnAndTheChatIsAskedForAgain() {
        CallResult result = mapped((contactId, credentials) -> {
            throw new IllegalStateException("no key");
        });

        assertThat(result).isEqualTo(new CallResult.Unanswered("credentials-not-encrypted", result.awsRequestId()));
        assertThat(result.toString()).doesNotContain("s3cret");
    }
}
