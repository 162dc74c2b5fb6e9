package chatcontacts.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.testkit.servers.Certificates;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {

    @TempDir
    private static Path folder;

    private static Path trusted;
    private final AtomicLong nanos = new AtomicLong();
    private final Path certificate = folder.resolve("served.crt");
    private final Path key = folder.resolve("served.key");

    @BeforeAll
    static void makeCertificates() {
        Certificates certificates = new Certificates(folder);
        certificates.pemOf("first");
        certificates.pemOf("second");
        trusted = certificates.trustedPem();
    }

    @Test
    void renewedFilesAreServedWithoutARestart() throws IOException {
        serve("first", 1);
        SSLContext tls = new ServerCertificate(certificate, key, nanos::get).tls(Optional.of(trusted));
        assertThat(servedBy(tls)).isEqualTo("CN=first");

        serve("second", 2);
        assertThat(servedBy(tls)).as("not looked at yet").isEqualTo("CN=first");
        nanos.addAndGet(10_000_000_000L);

        assertThat(servedBy(tls)).isEqualTo("CN=second");
    }

    @Test
    void whileTheFilesDoNotFitTheFormerOnesStay() throws IOException {
        serve("first", 1);
        SSLContext tls = new ServerCertificate(certificate, key, nanos::get).tls(Optional.of(trusted));
        Files.writeString(key, "half a file");
        nanos.addAndGet(10_000_000_000L);

        assertThat(servedBy(tls)).isEqualTo("CN=first");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAndNamed() throws IOException {
        serve("first", 1);
        Path other = folder.resolve("second.key");

        assertThatThrownBy(() -> new ServerCertificate(certificate, other))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("second.key is not the key of the first certificate in ");
        assertThatThrownBy(() -> new ServerCertificate(certificate, certificate))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("PKCS#8");
        assertThatThrownBy(() -> new ServerCertificate(other, other)).hasMessageContaining("BEGIN CERTIFICATE");
    }

    private void serve(String name, int second) throws IOException {
        for (String ending : new String[] {".crt", ".key"}) {
            Path to = folder.resolve("served" + ending);
            Files.copy(folder.resolve(name + ending), to, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(to, FileTime.from(Instant.ofEpochSecond(second)));
        }
    }

    /** A handshake over the loopback. Returns what the server's certificate says. */
    private static String servedBy(SSLContext tls) throws IOException {
        try (ServerSocket server =
                        tls.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SSLSocket client = (SSLSocket)
                        tls.getSocketFactory().createSocket(server.getInetAddress(), server.getLocalPort())) {
            Thread.ofVirtual().start(() -> {
                try (Socket accepted = server.accept()) {
                    accepted.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return ((X509Certificate) client.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }
}
