package chatcontacts.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultEncryptionTest {

    private static final ParticipantCredentials ALL = ParticipantCredentials.of(
            "participant \"token\" \u00e4",
            Optional.of(new Connection("connection-token", Optional.of(Instant.parse("2026-11-29T10:00:00.123Z")))),
            Optional.of(new Socket("wss://example.test/?a=b", Optional.empty())));

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private Path pem(String algorithm, int size) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        Files.writeString(
                folder.resolve("private.pem"),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return Files.writeString(
                folder.resolve("public.pem"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    private Path jwks(String name, boolean publicOnly, JWK... keys) throws IOException {
        return Files.writeString(folder.resolve(name), new JWKSet(List.of(keys)).toString(publicOnly));
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "EC, 384", "EC, 521"})
    void theHolderOfThePrivateKeyReadsAllAndTheResultNothing(String kind, int size) throws Exception {
        Path publicKey = pem(kind, size);
        ResultEncryption encryption = new ResultEncryption(publicKey);

        ParticipantCredentials encrypted = encryption.encrypt("contact-1", ALL);

        assertThat(encrypted.participantToken()).isEmpty();
        assertThat(encrypted.connection()).isEmpty();
        assertThat(encrypted.websocket()).isEmpty();
        assertThat(encrypted.removed()).isFalse();
        String jwe = encrypted.encrypted().orElseThrow();
        assertThat(jwe).matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*){4}");
        assertThat(JWEObject.parse(jwe).getHeader().getKeyID()).isEqualTo(encryption.keyId());
        assertThat(JWEObject.parse(jwe).getHeader().getEncryptionMethod().getName())
                .isEqualTo("A256GCM");
        ResultDecryption decryption = ResultDecryption.read(folder.resolve("private.pem"));
        assertThat(decryption.decrypt("contact-1", jwe)).contains(ALL);
        assertThat(decryption.decrypt("contact-2", jwe)).as("of another chat").isEmpty();
        assertThat(decryption.decrypt("contact-1", jwe.substring(0, jwe.length() - 3)))
                .as("altered")
                .isEmpty();
    }

    @Test
    void twoEncryptionsOfTheSameDiffer() throws Exception {
        ResultEncryption encryption = new ResultEncryption(pem("EC", 256));

        assertThat(encryption.encrypt("contact", ALL)).isNotEqualTo(encryption.encrypt("contact", ALL));
    }

    @Test
    void theFirstKeyOfAJwksEncryptsAndARotationNeedsNoRestart() throws Exception {
        JWK former = new ECKeyGenerator(Curve.P_256).keyID("2026-11").generate();
        JWK next = new RSAKeyGenerator(2048).keyID("2026-12").generate();
        JWK signing = new ECKeyGenerator(Curve.P_256)
                .keyID("signing")
                .keyUse(KeyUse.SIGNATURE)
                .generate();
        Path file = jwks("public.json", true, signing, former);
        ResultEncryption encryption = new ResultEncryption(file, nanos::get);
        String before = encryption.encrypt("contact", ALL).encrypted().orElseThrow();
        assertThat(encryption.keyId()).isEqualTo("2026-11");

        jwks("public.json", true, next, former);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        nanos.addAndGet(10_000_000_000L);
        String after = encryption.encrypt("contact", ALL).encrypted().orElseThrow();

        assertThat(JWEObject.parse(after).getHeader().getKeyID()).isEqualTo("2026-12");
        ResultDecryption both = ResultDecryption.read(jwks("private.json", false, next, former));
        assertThat(both.decrypt("contact", before)).contains(ALL);
        assertThat(both.decrypt("contact", after)).contains(ALL);
        ResultDecryption one = ResultDecryption.read(jwks("private.json", false, next));
        assertThat(one.decrypt("contact", before)).as("its key is gone").isEmpty();
    }

    @Test
    void aFileThatBreaksLaterLeavesTheFormerKeyInUse() throws Exception {
        Path file = pem("EC", 256);
        ResultEncryption encryption = new ResultEncryption(file, nanos::get);
        String id = encryption.keyId();

        Files.writeString(file, "half");
        nanos.addAndGet(10_000_000_000L);

        assertThat(encryption.encrypt("contact", ALL).encrypted()).isPresent();
        assertThat(encryption.keyId()).isEqualTo(id);
    }

    @Test
    void keysThatWouldNotProtectAreRefusedAndNothingOfTheFileIsQuoted() throws Exception {
        assertRefused(pem("RSA", 1024), "less than 2048 bits");
        assertRefused(folder.resolve("private.pem"), "exactly one public key");
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("k").generate();
        assertRefused(jwks("private.json", false, rsa), "contains a private key");
        OctetSequenceKey symmetric = new OctetSequenceKeyGenerator(256).generate();
        assertRefused(jwks("symmetric.json", false, symmetric), "contains a private key");
        assertRefused(jwks("none.json", true), "contains no key for encryption");
        Path weak = Files.writeString(
                folder.resolve("weak.json"),
                new JWKSet(new RSAKey.Builder(rsa.toPublicJWK())
                                .algorithm(com.nimbusds.jose.JWEAlgorithm.parse("RSA1_5"))
                                .build())
                        .toString(true));
        assertRefused(weak, "names an algorithm");
        assertRefused(Files.writeString(folder.resolve("text"), "{\"keys\": [{\"d\": \"hunter2\"}]}"), "is not a JWKS");
        assertRefused(folder.resolve("missing"), "cannot be read");
    }

    private static void assertRefused(Path file, String problem) {
        assertThatThrownBy(() -> new ResultEncryption(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(problem)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void theJsonHoldsTheSecretsUnderTheNamesOfTheResult() {
        assertThat(CredentialsJson.write("contact-1", ALL))
                .isEqualTo(
                        "{\"contactId\":\"contact-1\",\"participantToken\":\"participant \\\"token\\\" \u00e4\","
                                + "\"connectionCredentials\":{\"connectionToken\":\"connection-token\","
                                + "\"expiry\":\"2026-11-29T10:00:00.123Z\"},\"websocket\":{\"url\":\"wss://example.test/?a=b\"}}");
        assertThat(CredentialsJson.read(CredentialsJson.write("contact-1", ALL), "contact-1"))
                .contains(ALL);
        for (String other : List.of("", "[]", "{}", "{\"contactId\":7}", "{\"contactId\":\"c\",\"websocket\":{}}")) {
            assertThat(CredentialsJson.read(other, "c")).isEmpty();
        }
        assertThat(Map.of("shown", ALL).toString()).doesNotContain("token\"");
    }
}
