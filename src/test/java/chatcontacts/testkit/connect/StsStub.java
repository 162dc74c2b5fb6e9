package chatcontacts.testkit.connect;

import chatcontacts.http.ServerLimits;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stub of AWS STS:  AssumeRoleWithWebIdentity for one token, and AssumeRole for callers that sign with a key that exists.
 * What it issues goes among the access keys, so that others can check what is signed with it.
 */
public final class StsStub implements AutoCloseable {

    private final AccessKeys keys;
    private final SignatureCheck signatures;
    private final String webIdentityToken;
    private final Duration life;
    private final AtomicInteger issued = new AtomicInteger();
    private final List<String> granted = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Starts one.
     *
     * @param webIdentityToken the one that it believes
     * @param life of what it issues
     */
    public StsStub(AccessKeys keys, String webIdentityToken, Duration life) {
        this.keys = keys;
        this.signatures = new SignatureCheck(keys, "sts");
        this.webIdentityToken = webIdentityToken;
        this.life = life;
        try {
            ServerLimits.setDefaults();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was granted so far, each as {@code caller role session}. */
    public List<String> granted() {
        return List.copyOf(granted);
    }

    /** Error codes of what was not. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
            String action = form.getOrDefault("Action", "");
            var result = switch (action) {
                case "AssumeRoleWithWebIdentity" ->
                    webIdentityToken.equals(form.get("WebIdentityToken"))
                            ? new SignatureCheck.SignatureResult("web identity", "")
                            : new SignatureCheck.SignatureResult("", "InvalidIdentityToken");
                case "AssumeRole" ->
                    signatures.check(
                            new SignatureCheck.Received(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    exchange.getRequestHeaders()::getFirst,
                                    body),
                            Instant.now());
                default -> new SignatureCheck.SignatureResult("", "InvalidAction");
            };
            if (result.fault().isEmpty()) {
                String role = form.getOrDefault("RoleArn", "");
                granted.add(result.owner() + " " + role + " " + form.get("RoleSessionName"));
                send(exchange, 200, credentials(action, role));
            } else {
                refused.add(result.fault());
                send(
                        exchange,
                        403,
                        "<ErrorResponse><Error><Type>Sender</Type><Code>" + result.fault()
                                + "</Code><Message>refused</Message></Error><RequestId>r</RequestId></ErrorResponse>");
            }
        }
    }

    private String credentials(String action, String role) {
        int number = issued.incrementAndGet();
        Instant until = Instant.now().plus(life).truncatedTo(ChronoUnit.SECONDS);
        String id = "ASIA" + number;
        var key = new AccessKeys.Key(role, "secret-" + number, "session/" + number + "+=", until);
        keys.issue(id, key);
        return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action
                + "Result><Credentials><AccessKeyId>" + id + "</AccessKeyId><SecretAccessKey>" + key.secret()
                + "</SecretAccessKey><SessionToken>" + key.sessionToken() + "</SessionToken><Expiration>" + until
                + "</Expiration></Credentials></" + action + "Result></" + action + "Response>";
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
