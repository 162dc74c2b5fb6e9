package chatcontacts.keys;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificate and key of the HTTP port, from files in PEM form. Renewed files are used for new connections, without a restart.
 * Thread-safe.
 */
public final class ServerCertificate {

    private static final String ALIAS = "server";

    private final Reloaded<Identity> identity;

    @SuppressWarnings("ArrayRecordComponent") // as the JDK wants it
    private record Identity(X509Certificate[] chain, PrivateKey key) {
        @Override
        public String toString() {
            return "Identity[...]";
        }
    }

    /** @throws KeyFileException if the files are not what they must be, or the key is not the certificate's */
    public ServerCertificate(Path certificate, Path key) {
        this(certificate, key, System::nanoTime);
    }

    ServerCertificate(Path certificate, Path key, LongSupplier nanoTime) {
        this.identity = new Reloaded<>(List.of(certificate, key), () -> read(certificate, key), nanoTime);
    }

    private static Identity read(Path certificate, Path key) {
        List<X509Certificate> chain = PemFile.read(certificate).certificates();
        PrivateKey privateKey = PemFile.read(key).privateKey();
        if (!KeyPairs.match(privateKey, chain.get(0).getPublicKey())) {
            throw new KeyFileException(key, "is not the key of the first certificate in " + certificate);
        }
        return new Identity(chain.toArray(X509Certificate[]::new), privateKey);
    }

    /**
     * TLS with this certificate as a server.
     *
     * @param ca a file of the certificates to trust as a client; empty: those of Java
     * @throws KeyFileException if that file is not what it must be
     */
    public SSLContext tls(Optional<Path> ca) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            TrustManager @Nullable [] trusted =
                    ca.isPresent() ? trusted(PemFile.read(ca.get()).certificates()) : null;
            tls.init(new KeyManager[] {new CurrentKey()}, trusted, null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static TrustManager[] trusted(List<X509Certificate> certificates) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store reads nothing", e);
        }
    }

    /** Offers the identity as it is now. As a client the process shows none. */
    private final class CurrentKey extends X509ExtendedKeyManager {

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chooseServerAlias(keyType, issuers, null);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return identity.get().key().getAlgorithm().equals(keyType) ? ALIAS : null;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.get().chain().clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.get().key();
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }
    }
}
