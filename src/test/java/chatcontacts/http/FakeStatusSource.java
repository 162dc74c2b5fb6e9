package chatcontacts.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Answers whatever it is told to. */
final class FakeStatusSource implements StatusSource {

    volatile QueryResult answer = new QueryResult.Available(Map.of());
    volatile Supplier<Map<String, ?>> process = Map::of;
    volatile List<URI> others = List.of();
    volatile String askedFor = "";

    @Override
    public Map<String, ?> process() {
        return process.get();
    }

    @Override
    public List<URI> others() {
        return others;
    }

    @Override
    public QueryResult lanes() {
        return answer;
    }

    @Override
    public QueryResult instances() {
        return answer;
    }

    @Override
    public QueryResult topology() {
        return answer;
    }

    @Override
    public QueryResult info() {
        return answer;
    }

    @Override
    public QueryResult request(String instance, String clientToken) {
        askedFor = instance + " | " + clientToken;
        return answer;
    }
}
