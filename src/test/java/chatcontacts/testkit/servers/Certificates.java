package chatcontacts.testkit.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that lives for a day, made by the JDK's keytool, and what it signs. All lies in one folder. */
public final class Certificates {

    /** Of every store. */
    public static final String PASSWORD = "changeit";

    private static final String AUTHORITY = "authority";

    private final Path folder;
    private final Path all;

    public Certificates(Path folder) {
        this.folder = folder;
        this.all = folder.resolve("all.p12");
        keytool(AUTHORITY, "-dname", "CN=" + AUTHORITY, "-ext", "bc:c", "-validity", "1");
        store("trusted", (from, to) -> to.setCertificateEntry(AUTHORITY, from.getCertificate(AUTHORITY)));
    }

    /** What signed them all, as PKCS12. */
    public Path trusted() {
        return folder.resolve("trusted.p12");
    }

    /** The same as PEM. */
    public Path trustedPem() {
        try {
            return Files.writeString(
                    folder.resolve("trusted.pem"), pem(read(all).getCertificate(AUTHORITY)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Key and certificate of CN=name, which is this machine too, as PKCS12. */
    public Path of(String name) {
        return signed(name, "-validity", "1");
    }

    /** Certificate and key of the same as PEM, in two files beside each other: {@code name.crt} and {@code name.key}. */
    public Path pemOf(String name) {
        try {
            KeyStore store = read(of(name));
            byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
            Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key));
            return Files.writeString(folder.resolve(name + ".crt"), pem(store.getCertificate(name)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that ended yesterday. */
    public Path expired(String name) {
        return signed(name, "-startdate", "-3d", "-validity", "2");
    }

    /** TLS as a server with that key has it. */
    public SSLContext server(Path keyStore) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(read(keyStore), PASSWORD.toCharArray());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path signed(String name, String... validity) {
        List<String> words = new ArrayList<>(
                List.of("-dname", "CN=" + name, "-ext", "san=dns:localhost,dns:connect.test,ip:127.0.0.1"));
        words.addAll(List.of("-signer", AUTHORITY));
        words.addAll(List.of(validity));
        keytool(name, words.toArray(String[]::new));
        return store(
                name,
                (from, to) -> to.setKeyEntry(
                        name,
                        from.getKey(name, PASSWORD.toCharArray()),
                        PASSWORD.toCharArray(),
                        from.getCertificateChain(name)));
    }

    private void keytool(String alias, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", alias, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", all.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(words));
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            if (keytool.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Copy {
        void into(KeyStore from, KeyStore to) throws GeneralSecurityException;
    }

    private Path store(String name, Copy copy) {
        Path file = folder.resolve(name + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            copy.into(read(all), store);
            store.store(out, PASSWORD.toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }
}
