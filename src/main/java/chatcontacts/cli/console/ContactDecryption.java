package chatcontacts.cli.console;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.keys.KeyFileException;
import chatcontacts.keys.ResultDecryption;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Makes the credentials of started chats readable, where somebody gave the private key. */
public final class ContactDecryption {

    /** The option of the commands that do it. */
    public static final String OPTION = "--private-key";

    private final Optional<ResultDecryption> keys;

    private ContactDecryption(Optional<ResultDecryption> keys) {
        this.keys = keys;
    }

    /**
     * Decrypts with that private key, or nothing without one.
     *
     * @throws ParameterException if the file contains no private key
     */
    public static ContactDecryption with(Optional<Path> privateKey, CommandLine command) {
        try {
            return new ContactDecryption(privateKey.map(ResultDecryption::read));
        } catch (KeyFileException e) {
            throw new ParameterException(command, OPTION + ": " + e.getMessage(), e);
        }
    }

    /** The contact with readable credentials; as it is if they are not encrypted, or if there is no key that fits. */
    public Contact of(Contact contact) {
        return contact.credentials()
                .encrypted()
                .flatMap(encrypted -> keys.flatMap(it -> it.decrypt(contact.contactId(), encrypted)))
                .map(contact::withCredentials)
                .orElse(contact);
    }

    /** Whether there is a key, and it does not fit. */
    public boolean fails(Contact contact) {
        return keys.isPresent() && of(contact).credentials().encrypted().isPresent();
    }
}
