package chatcontacts.keys;

import chatcontacts.domain.outcome.ParticipantCredentials;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decrypts the credentials of results with private keys. For the commands; the service itself cannot. Thread-safe. */
public final class ResultDecryption {

    private final List<HeldKey> keys;

    /** @param id as results name it; null if it is not known, as in a PEM file */
    private record HeldKey(@Nullable String id, JWEDecrypter decrypter) {}

    private ResultDecryption(List<HeldKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * With the private key of a PEM file, or those of a JWKS.
     *
     * @throws KeyFileException if there is none
     */
    public static ResultDecryption read(Path file) {
        String text = PemFile.text(file);
        try {
            List<HeldKey> keys = new ArrayList<>();
            if (text.stripLeading().startsWith("{")) {
                for (JWK key : JwkFile.parse(file, text)) {
                    decrypter(key).ifPresent(it -> keys.add(new HeldKey(key.getKeyID(), it)));
                }
            } else {
                PrivateKey key = PemFile.read(file).privateKey();
                keys.add(new HeldKey(
                        null, key instanceof ECPrivateKey ec ? new ECDHDecrypter(ec) : new RSADecrypter(key)));
            }
            if (!keys.isEmpty()) {
                return new ResultDecryption(keys);
            }
        } catch (JOSEException e) {
            throw new KeyFileException(file, "contains a key that cannot be used");
        }
        throw new KeyFileException(file, "contains no private key, RSA or EC");
    }

    private static Optional<JWEDecrypter> decrypter(JWK key) {
        try {
            return !key.isPrivate()
                    ? Optional.empty()
                    : switch (key) {
                        case RSAKey rsa -> Optional.of(new RSADecrypter(rsa));
                        case ECKey ec -> Optional.of(new ECDHDecrypter(ec));
                        default -> Optional.empty();
                    };
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    /** The credentials in readable form; empty if none of the keys fits, or if they are of another contact. */
    public Optional<ParticipantCredentials> decrypt(String contactId, String encrypted) {
        for (HeldKey key : keys) {
            try {
                JWEObject jwe = JWEObject.parse(encrypted);
                if (key.id() == null || key.id().equals(jwe.getHeader().getKeyID())) {
                    jwe.decrypt(key.decrypter());
                    return CredentialsJson.read(jwe.getPayload().toString(), contactId);
                }
            } catch (ParseException | JOSEException e) {
                // Not for this key, or altered.
            }
        }
        return Optional.empty();
    }
}
