package chatcontacts.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates of a file in PEM form, in the forms that {@code openssl genpkey} and {@code openssl pkey} write. */
final class PemFile {

    /** Above any key or chain. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC");

    private final Path file;
    private final String text;

    private PemFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** @throws KeyFileException if it cannot be read */
    static PemFile read(Path file) {
        return new PemFile(file, text(file));
    }

    /** The text of a file of keys. */
    static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new KeyFileException(file, "is longer than 1 MiB");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new KeyFileException(file, "cannot be read");
        }
    }

    /** The only private key, RSA or EC, in PKCS#8 form without a password. */
    PrivateKey privateKey() {
        return only("PRIVATE KEY", (factory, bytes) -> factory.generatePrivate(new PKCS8EncodedKeySpec(bytes)))
                .orElseThrow(() -> new KeyFileException(
                        file,
                        "must contain exactly one private key, RSA or EC, in PKCS#8 form (BEGIN PRIVATE KEY) without a"
                                + " password; openssl pkcs8 -topk8 -nocrypt converts other forms"));
    }

    /** The only public key, RSA or EC. */
    PublicKey publicKey() {
        return only("PUBLIC KEY", (factory, bytes) -> factory.generatePublic(new X509EncodedKeySpec(bytes)))
                .orElseThrow(() -> new KeyFileException(
                        file, "must contain exactly one public key, RSA or EC (BEGIN PUBLIC KEY), or be a JWKS"));
    }

    private interface KeyReader<K> {
        K read(KeyFactory factory, byte[] bytes) throws GeneralSecurityException;
    }

    private <K> Optional<K> only(String label, KeyReader<K> reader) {
        List<byte[]> blocks = blocks(label);
        if (blocks.size() == 1) {
            for (String algorithm : ALGORITHMS) {
                try {
                    return Optional.of(reader.read(KeyFactory.getInstance(algorithm), blocks.get(0)));
                } catch (GeneralSecurityException e) {
                    // of another algorithm
                }
            }
        }
        return Optional.empty();
    }

    /** All certificates, in their order; at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] block : blocks("CERTIFICATE")) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
            }
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file, "contains a certificate that cannot be read");
        }
        if (certificates.isEmpty()) {
            throw new KeyFileException(file, "must contain at least one certificate (BEGIN CERTIFICATE)");
        }
        return certificates;
    }

    private List<byte[]> blocks(String label) {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.add(decoded(matcher.group(2)));
            }
        }
        return blocks;
    }

    private byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, "contains invalid base 64");
        }
    }
}
