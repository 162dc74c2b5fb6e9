package chatcontacts.domain.outcome;

/** Encrypts what opens a chat as soon as Connect's answer is read, so that nothing readable is kept or passed on. Thread-safe. */
@FunctionalInterface
public interface CredentialsEncryption {

    /** Leaves them readable. */
    CredentialsEncryption NONE = (contactId, credentials) -> credentials;

    /**
     * Returns the same in encrypted form, or throws any RuntimeException, whose text is free of secrets.
     *
     * @param contactId of the chat that they open
     */
    ParticipantCredentials encrypt(String contactId, ParticipantCredentials credentials);
}
