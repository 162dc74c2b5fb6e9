package chatcontacts.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers whatever it is told to, and keeps what it was given. */
final class FakeControlSource implements ControlSource {

    volatile ControlAnswer answer = new ControlAnswer.CommandDone(Map.of("status", "DONE"));
    final List<Map<String, String>> given = new ArrayList<>();
    final List<Map<String, String>> flows = new ArrayList<>();

    @Override
    public synchronized ControlAnswer give(ControlTerms terms) {
        given.add(terms.texts());
        if (!terms.contactFlows().isEmpty()) {
            flows.add(terms.contactFlows());
        }
        return answer;
    }
}
