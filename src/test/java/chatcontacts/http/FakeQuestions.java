package chatcontacts.http;

import java.util.Map;

/** Answers whatever it is told to. */
final class FakeQuestions implements Questions {

    volatile Found answer = new Found.Here(Map.of());
    volatile String askedFor = "";

    @Override
    public Found lanes() {
        return answer;
    }

    @Override
    public Found instances() {
        return answer;
    }

    @Override
    public Found topology() {
        return answer;
    }

    @Override
    public Found info() {
        return answer;
    }

    @Override
    public Found request(String instance, String clientToken) {
        askedFor = instance + " | " + clientToken;
        return answer;
    }
}
