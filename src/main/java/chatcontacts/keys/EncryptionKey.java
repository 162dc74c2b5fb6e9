package chatcontacts.keys;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;

/**
 * A public key that encrypts, and how: RSA-OAEP-256 with a key of 2048 bits or more, ECDH-ES+A256KW with one of the curves P-256,
 * P-384 and P-521, unless the key names another safe algorithm; the content always with A256GCM. Thread-safe.
 */
final class EncryptionKey {

    private static final int MIN_RSA_BITS = 2048;

    private static final Set<JWEAlgorithm> RSA =
            Set.of(JWEAlgorithm.RSA_OAEP_256, JWEAlgorithm.RSA_OAEP_384, JWEAlgorithm.RSA_OAEP_512);
    private static final Set<JWEAlgorithm> EC = Set.of(
            JWEAlgorithm.ECDH_ES,
            JWEAlgorithm.ECDH_ES_A128KW,
            JWEAlgorithm.ECDH_ES_A192KW,
            JWEAlgorithm.ECDH_ES_A256KW);

    private final JWEHeader header;
    private final JWEEncrypter encrypter;

    private EncryptionKey(JWEHeader header, JWEEncrypter encrypter) {
        this.header = header;
        this.encrypter = encrypter;
    }

    /**
     * The key of a PEM file, or the first one of a JWKS that is not for signatures.
     *
     * @throws KeyFileException if there is none, if it is too weak, or if the file contains a private key
     */
    static EncryptionKey read(Path file) {
        String text = PemFile.text(file);
        try {
            JWK key = text.stripLeading().startsWith("{")
                    ? first(file, text)
                    : jwk(PemFile.read(file).publicKey());
            return of(file, key);
        } catch (JOSEException e) {
            throw new KeyFileException(file, "contains a key that cannot be used");
        }
    }

    private static JWK jwk(PublicKey key) throws JOSEException {
        return key instanceof RSAPublicKey rsa
                ? new RSAKey.Builder(rsa).build()
                : new ECKey.Builder(Curve.forECParameterSpec(((ECPublicKey) key).getParams()), (ECPublicKey) key)
                        .build();
    }

    private static JWK first(Path file, String text) {
        List<JWK> keys = JwkFile.parse(file, text);
        if (keys.stream().anyMatch(JWK::isPrivate)) {
            throw new KeyFileException(file, "contains a private key: it must contain public keys only");
        }
        return keys.stream()
                .filter(key -> !KeyUse.SIGNATURE.equals(key.getKeyUse()))
                .findFirst()
                .orElseThrow(() -> new KeyFileException(file, "contains no key for encryption"));
    }

    private static EncryptionKey of(Path file, JWK key) throws JOSEException {
        String id = key.getKeyID() == null ? key.computeThumbprint().toString() : key.getKeyID();
        return switch (key) {
            case RSAKey rsa -> {
                if (rsa.size() < MIN_RSA_BITS) {
                    throw new KeyFileException(file, "contains an RSA key of less than " + MIN_RSA_BITS + " bits");
                }
                yield new EncryptionKey(header(file, key, RSA, JWEAlgorithm.RSA_OAEP_256, id), new RSAEncrypter(rsa));
            }
            case ECKey ec ->
                new EncryptionKey(header(file, key, EC, JWEAlgorithm.ECDH_ES_A256KW, id), new ECDHEncrypter(ec));
            default -> throw new KeyFileException(file, "contains a key that is neither RSA nor EC");
        };
    }

    private static JWEHeader header(Path file, JWK key, Set<JWEAlgorithm> allowed, JWEAlgorithm usual, String id) {
        JWEAlgorithm algorithm = key.getAlgorithm() == null
                ? usual
                : JWEAlgorithm.parse(key.getAlgorithm().getName());
        if (!allowed.contains(algorithm)) {
            throw new KeyFileException(file, "names an algorithm for its key that is not one of " + allowed);
        }
        return new JWEHeader.Builder(algorithm, EncryptionMethod.A256GCM)
                .keyID(id)
                .contentType("json")
                .build();
    }

    String id() {
        return header.getKeyID();
    }

    String algorithm() {
        return header.getAlgorithm().getName();
    }

    /** In the compact form. */
    String encrypt(String text) {
        JWEObject jwe = new JWEObject(header, new Payload(text));
        try {
            jwe.encrypt(encrypter);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot encrypt with key " + id(), e);
        }
        return jwe.serialize();
    }
}
