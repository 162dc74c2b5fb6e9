package chatcontacts.http;

/**
 * Bounds of the JDK's server for clients that send slowly, much, or nothing at all. It reads them once in a process, when it is first
 * used; a value given on the command line stays.
 */
final class ServerLimits {

    private ServerLimits() {}

    static void propose() {
        propose("sun.net.httpserver.maxReqTime", "5"); // seconds until a request must have been read
        propose("sun.net.httpserver.maxRspTime", "30"); // seconds until an answer must have been written
        propose("sun.net.httpserver.idleInterval", "30"); // seconds that a connection may rest between two requests
        propose("sun.net.httpserver.maxIdleConnections", "32");
        propose("sun.net.httpserver.maxReqHeaders", "64");
        propose("sun.net.httpserver.maxReqHeaderSize", "32768"); // bytes; the longest question has some 8,000
        propose("sun.net.httpserver.drainAmount", "4096"); // bytes of a body that nobody asked for
        // A connection that waits costs a descriptor and little else; too few, and slow clients would keep probes out.
        propose("jdk.httpserver.maxConnections", "1024");
    }

    private static void propose(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
