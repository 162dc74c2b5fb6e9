package chatcontacts.http;

/**
 * Limits of the JDK's HTTP server against clients that send slowly, too much, or nothing. The server reads them once, when
 * the first one in the process is created, whoever creates it. A value given on the command line takes precedence.
 */
public final class ServerLimits {

    private ServerLimits() {}

    /** Sets the limits for this process. To be called before anything in it creates an HTTP server. */
    public static void setDefaults() {
        setDefault("sun.net.httpserver.maxReqTime", "5"); // seconds until a request must have been read
        setDefault("sun.net.httpserver.maxRspTime", "30"); // seconds until a reply must have been written
        setDefault("sun.net.httpserver.idleInterval", "30"); // seconds that a connection may stay idle between requests
        setDefault("sun.net.httpserver.maxIdleConnections", "32");
        setDefault("sun.net.httpserver.maxReqHeaders", "64");
        setDefault("sun.net.httpserver.maxReqHeaderSize", "32768"); // bytes; the longest query string has about 8,000
        setDefault("sun.net.httpserver.drainAmount", "4096"); // bytes of a rejected body
        // An idle connection costs little more than a descriptor; with too few, slow clients would lock out the probes.
        setDefault("jdk.httpserver.maxConnections", "1024");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
