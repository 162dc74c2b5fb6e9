package chatcontacts.http;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Three processes as the status page meets them: the one that is asked, another one, and one that has gone. */
final class SamplePeers implements AutoCloseable {

    /** The id of an unlisted instance, which producers choose. */
    static final String HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>alert(1)</script>";

    private final FakeStatusSource questions = new FakeStatusSource();
    private final HttpEndpoint other;
    private final int port;
    private HttpEndpoint face;

    SamplePeers() throws IOException {
        FakeStatusSource others = new FakeStatusSource();
        other = new HttpEndpoint(0, probe -> List.of(), () -> "", others);
        URI gone;
        try (HttpEndpoint former = new HttpEndpoint(0, probe -> List.of(), () -> "", new FakeStatusSource())) {
            gone = address(former);
        }
        others.process = new SampleProcessStatus("second")
                .lane("blue", "http://here:8080/")
                .lane("green", 2.5, 0, 0, "NONE", 0)
                .lane("grey", gone.toString())
                .instance("22222222-2222-4222-8222-222222222222", "help", "green", 0, 20, 20, "NONE")
                .outcomes("STARTED", 100)::toMap;
        questions.others = List.of(address(other), gone);
        face = new HttpEndpoint(0, probe -> List.of(), () -> "", questions);
        port = face.port();
    }

    /** What the process that is asked tells of itself: so many requests wait in its lane. */
    void first(int waiting) {
        questions.process = figures(waiting)::toMap;
    }

    /** Likewise, with a side in that state. */
    void first(int waiting, String side, String state) {
        questions.process = figures(waiting).side(side, state)::toMap;
    }

    private SampleProcessStatus figures(int waiting) {
        return new SampleProcessStatus("first")
                .lane("blue", 4.0, 37, waiting, "OUTAGE", 75)
                .lane("green", otherAddress())
                .lane("grey", "unknown")
                .instance("11111111-1111-4111-8111-111111111111", "sales", "blue", 37, 50, 40, "NONE")
                .instance(HOSTILE, "", "blue", 500, 500, 500, "FULL")
                .outcomes("STARTED", 311)
                .outcomes("REPLAYED", 40)
                .outcomes("EXPIRED", 20)
                .outcomes("REJECTED", 3);
    }

    FakeStatusSource questions() {
        return questions;
    }

    String address() {
        return address(face).toString();
    }

    String otherAddress() {
        return address(other).toString();
    }

    /** The process that is asked ends. */
    void goAway() {
        face.close();
    }

    /** It is there again, for so many questions at once. */
    void comeBack(int mostAtOnce) throws IOException {
        face = new HttpEndpoint(port, probe -> List.of(), () -> "", questions, EndpointRole.WHOLE, mostAtOnce);
    }

    private static URI address(HttpEndpoint face) {
        return URI.create("http://127.0.0.1:" + face.port() + "/");
    }

    @Override
    public void close() {
        face.close();
        other.close();
    }
}
