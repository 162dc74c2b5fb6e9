package chatcontacts.testkit.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Forwards connections to a server on this machine, optionally with TLS. */
public final class ConnectionForwarder implements AutoCloseable {

    private final ServerSocket server;
    private final URI behind;

    private ConnectionForwarder(ServerSocketFactory sockets, int port, @Nullable InetAddress address, URI behind) {
        this.behind = behind;
        try {
            server = sockets.createServerSocket(port, 50, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Speaks TLS, where the server speaks plainly. */
    public static ConnectionForwarder tls(SSLContext tls, URI behind) {
        return new ConnectionForwarder(tls.getServerSocketFactory(), 0, InetAddress.getLoopbackAddress(), behind);
    }

    /** Listens on all interfaces, where the server listens on the loopback address only: for containers. */
    public static ConnectionForwarder everywhere(URI behind) {
        return everywhere(0, behind);
    }

    /** The same on that port; 0 takes a free one. */
    public static ConnectionForwarder everywhere(int port, URI behind) {
        return new ConnectionForwarder(ServerSocketFactory.getDefault(), port, null, behind);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket front = server.accept();
                Thread.ofVirtual().start(() -> join(front));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void join(Socket front) {
        try (front;
                Socket back = new Socket(behind.getHost(), behind.getPort())) {
            join(front, back);
        } catch (IOException e) {
            // One of the two hung up, as clients do that trust nobody.
        }
    }

    /** Forwards bytes in both directions until both ends are closed. */
    static void join(Socket one, Socket other) throws IOException {
        Thread back = Thread.ofVirtual().start(() -> {
            try {
                copy(other, one);
            } catch (IOException e) {
                // the other direction meets the same
            }
        });
        copy(one, other);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        in.transferTo(out);
        to.shutdownOutput();
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
