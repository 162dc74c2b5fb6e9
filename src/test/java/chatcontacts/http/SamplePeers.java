package chatcontacts.http;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Three processes as the status page meets them: the one that is asked, another one, and one that has gone. */
final class SamplePeers implements AutoCloseable {

    /** The id of an unlisted instance, which producers choose. */
    static final String HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>alert(1)</script>";

    /** What operators of the process that is asked must know. */
    static final String OPERATORS = "a-token-of-operators";

    private final FakeStatusSource statusSource = new FakeStatusSource();
    private final FakeControlSource controlSource = new FakeControlSource();
    private final HttpEndpoint other;
    private final int port;
    private HttpEndpoint endpoint;

    SamplePeers() throws IOException {
        FakeStatusSource others = new FakeStatusSource();
        other = new HttpEndpoint(0, probe -> List.of(), format -> "", others);
        URI gone;
        try (HttpEndpoint former = new HttpEndpoint(0, probe -> List.of(), format -> "", new FakeStatusSource())) {
            gone = address(former);
        }
        others.process = new SampleProcessStatus("second")
                .lane("blue", "http://here:8080/")
                .lane("green", 2.5, 0, 0, "NONE", 0)
                .lane("grey", gone.toString())
                .instance("22222222-2222-4222-8222-222222222222", "help", "green", 0, 20, 20, "NONE")
                .deadLetters("InvalidRequestException", HOSTILE, 4, 300, 0)
                .outcomes("STARTED", 100)::toMap;
        statusSource.others = List.of(address(other), gone);
        endpoint = open(0, HttpEndpoint.MAX_CONCURRENT_REQUESTS);
        port = endpoint.port();
    }

    /** What the process that is asked tells of itself: so many requests wait in its lane. */
    void first(int waiting) {
        statusSource.process = figures(waiting)::toMap;
    }

    /** Likewise, with an application in that state. */
    void first(int waiting, String application, String state) {
        statusSource.process = figures(waiting).application(application, state)::toMap;
    }

    private SampleProcessStatus figures(int waiting) {
        return new SampleProcessStatus("first")
                .takesCommands()
                .deadLetters("InvalidRequestException", HOSTILE, 3, 120, 7)
                .lane("blue", 4.0, 37, waiting, "OUTAGE", 75)
                .lane("green", otherAddress())
                .lane("grey", "unknown")
                .instance("11111111-1111-4111-8111-111111111111", "sales", "blue", 37, 50, 40, "NONE")
                .instance(HOSTILE, "", "blue", 500, 500, 500, "FULL")
                .writer("7", 1_200, List.of(), List.of())
                .writer("9", 30, List.of("clientToken"), List.of(HOSTILE))
                .outcomes("STARTED", 311)
                .outcomes("REPLAYED", 40)
                .outcomes("EXPIRED", 20)
                .outcomes("REJECTED", 3);
    }

    FakeStatusSource statusSource() {
        return statusSource;
    }

    FakeControlSource controlSource() {
        return controlSource;
    }

    String address() {
        return address(endpoint).toString();
    }

    String otherAddress() {
        return address(other).toString();
    }

    /** The process that is asked ends. */
    void goAway() {
        endpoint.close();
    }

    /** It is there again, with that limit of concurrent requests. */
    void comeBack(int maxConcurrentRequests) throws IOException {
        endpoint = open(port, maxConcurrentRequests);
    }

    private HttpEndpoint open(int at, int maxConcurrentRequests) throws IOException {
        return new HttpEndpoint(
                at,
                probe -> List.of(),
                format -> "",
                statusSource,
                EndpointRole.ALL,
                HttpAccess.OPEN,
                Optional.of(new ControlAccess(OPERATORS, false, controlSource)),
                maxConcurrentRequests);
    }

    private static URI address(HttpEndpoint endpoint) {
        return URI.create("http://127.0.0.1:" + endpoint.port() + "/");
    }

    @Override
    public void close() {
        endpoint.close();
        other.close();
    }
}
