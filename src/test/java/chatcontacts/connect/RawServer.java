package chatcontacts.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTP server on a bare socket, so that it can also answer as no decent server would. Counts what it was asked. */
final class RawServer implements AutoCloseable {

    /** What a server does with a request that it has read; false ends the connection in order. */
    interface Behaviour {
        boolean answer(Socket socket) throws IOException;
    }

    /** One request as it arrived. */
    record Request(String head, String body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).trim())
                    .findFirst()
                    .orElse("");
        }
    }

    private final ServerSocket server;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final boolean hangUpAtOnce;
    private volatile Behaviour behaviour;

    private final String scheme;

    private RawServer(Behaviour behaviour, boolean hangUpAtOnce, String scheme, ServerSocketFactory sockets) {
        this.behaviour = behaviour;
        this.hangUpAtOnce = hangUpAtOnce;
        this.scheme = scheme;
        try {
            server = sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static RawServer that(Behaviour behaviour) {
        return new RawServer(behaviour, false, "http", ServerSocketFactory.getDefault());
    }

    /** Resets each connection before it has read a byte. */
    static RawServer thatResetsConnections() {
        return new RawServer(reset(), true, "http", ServerSocketFactory.getDefault());
    }

    /** Speaks TLS with a certificate that it signed itself. */
    static RawServer thatNobodyTrusts() throws Exception {
        Path unused = Files.createTempFile("certificate", ".pem");
        try {
            return overTls(silence(), unused);
        } finally {
            Files.delete(unused);
        }
    }

    /** Speaks TLS with a certificate that it signed itself and writes to that file. */
    static RawServer overTls(Behaviour behaviour, Path certificate) throws Exception {
        Path store = Files.createTempDirectory("self-signed").resolve("store.p12");
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "changeit")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            char[] password = "changeit".toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore ours = KeyStore.getInstance(store.toFile(), password);
            keys.init(ours, password);
            byte[] der = ours.getCertificate("server").getEncoded();
            Files.writeString(
                    certificate,
                    "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                            + "\n-----END CERTIFICATE-----\n");
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            return new RawServer(behaviour, false, "https", tls.getServerSocketFactory());
        } finally {
            Files.deleteIfExists(store);
            Files.delete(store.getParent());
        }
    }

    static Behaviour respond(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return raw("HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n"
                + headers + "\r\n" + body);
    }

    static Behaviour raw(String response) {
        return socket -> {
            socket.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return true;
        };
    }

    static Behaviour rawThenClose(String response) {
        return socket -> {
            raw(response).answer(socket);
            return false;
        };
    }

    static Behaviour silence() {
        return socket -> true;
    }

    static Behaviour hangUp() {
        return socket -> false;
    }

    static Behaviour reset() {
        return socket -> {
            socket.setSoLinger(true, 0);
            return false;
        };
    }

    void now(Behaviour next) {
        behaviour = next;
    }

    URI uri() {
        return URI.create(scheme + "://localhost:" + server.getLocalPort());
    }

    int port() {
        return server.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** Connections so far. */
    int connections() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (hangUpAtOnce) {
                behaviour.answer(socket);
                return;
            }
            InputStream in = socket.getInputStream();
            Request request = read(in);
            while (request != null) {
                requests.add(request);
                if (!behaviour.answer(socket)) {
                    return;
                }
                request = read(in);
            }
        } catch (IOException e) {
            // The client hung up first.
        }
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return null;
            }
            head.write(octet);
        }
        Request bare = new Request(head.toString(StandardCharsets.ISO_8859_1), "");
        String length = bare.header("Content-Length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Request(bare.head(), new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
