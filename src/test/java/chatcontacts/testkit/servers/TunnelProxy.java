package chatcontacts.testkit.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that knows CONNECT only, and some hosts that nobody else knows: each is a port of this machine. */
public final class TunnelProxy implements AutoCloseable {

    private final Map<String, Integer> hosts;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ServerSocket server;

    public TunnelProxy(Map<String, Integer> hosts) {
        this.hosts = hosts;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Where it was asked to connect to, as host and port. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String[] words = head(client.getInputStream()).split("[ \r\n]", -1);
            String target = words.length > 1 ? words[1] : "";
            asked.add(target);
            Integer port = hosts.get(target.replaceFirst(":\\d+$", ""));
            if (!words[0].equals("CONNECT") || port == null) {
                say(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), port)) {
                say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                ConnectionForwarder.join(client, behind);
            }
        } catch (IOException e) {
            // One of the two hung up.
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("ended in the middle");
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
