package chatcontacts.keys;

import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.outcome.ParticipantCredentials;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Encrypts the credentials of results for the holder of a private key, as one JSON Web Encryption. The file of the public key is read
 * again when it has changed, so that keys are rotated without a restart. Thread-safe.
 */
public final class ResultEncryption implements CredentialsEncryption {

    private final Reloaded<EncryptionKey> key;

    /** @throws KeyFileException if the file contains no public key that can be used */
    public ResultEncryption(Path file) {
        this(file, System::nanoTime);
    }

    ResultEncryption(Path file, LongSupplier nanoTime) {
        this.key = new Reloaded<>(
                List.of(file),
                () -> {
                    EncryptionKey read = EncryptionKey.read(file);
                    var unused = read.encrypt("{}"); // what cannot encrypt is not taken
                    return read;
                },
                nanoTime);
    }

    /** The id of the key that encrypts now, as results name it. */
    public String keyId() {
        return key.get().id();
    }

    /** How the key encrypts, as JSON Web Algorithms name it. */
    public String algorithm() {
        return key.get().algorithm();
    }

    @Override
    public ParticipantCredentials encrypt(String contactId, ParticipantCredentials credentials) {
        String encrypted = key.get().encrypt(CredentialsJson.write(contactId, credentials));
        return new ParticipantCredentials(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(encrypted), false);
    }
}
