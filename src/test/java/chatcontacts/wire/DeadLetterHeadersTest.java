package chatcontacts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class DeadLetterHeadersTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private static Headers deadLetter(Original.Header... original) {
        return DeadLetterHeaders.of(
                new DeadLetter(
                        new Original(new Source("chat-requests", 1, 2), AT, null, null, List.of(original)),
                        new Failed(Reason.REJECTED, Optional.of("Code"), "message"),
                        Optional.of("trace"),
                        Optional.of("token"),
                        1,
                        Optional.of("eu-central-1"),
                        AT,
                        AT,
                        new DeadLetter.CallHistory(1, Optional.of(AT), true, Optional.of("id")),
                        Optional.of("flow")),
                "1.0");
    }

    private static Original.Header header(String key, String value) {
        return new Original.Header(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(Headers headers) {
        return List.of(headers.toArray()).stream()
                .map(DeadLetterHeadersTest::line)
                .toList();
    }

    private static String line(Header header) {
        return header.key() + "="
                + (header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
    }

    @Test
    void aRedriveCarriesTheOriginalsHeadersAndWhatFormerRoundsKnow() {
        Headers letter = deadLetter(
                header("a", "1"), new Original.Header("none", null), header("a", "2"), header("chat.note", "theirs"));

        assertThat(lines(DeadLetterHeaders.ofRedrive(letter, Optional.of("unused"), 2, Optional.empty())))
                .containsExactly(
                        "a=1",
                        "none=null",
                        "a=2",
                        "chat.note=theirs",
                        "chat.client.token=token",
                        "chat.first.seen=2026-03-01T10:00:00Z",
                        "chat.first.call.at=2026-03-01T10:00:00Z",
                        "chat.maybe.started=true",
                        "chat.region=eu-central-1",
                        "chat.redrive.count=2");
    }

    @Test
    void aRedriveNamesTheTokenWhereTheDeadLetterDoesNot() {
        Headers streams = EmptyHeaders.create().add("__streams.errors.topic", new byte[] {'t'});

        assertThat(lines(DeadLetterHeaders.ofRedrive(streams, Optional.of("derived"), 1, Optional.empty())))
                .containsExactly("chat.client.token=derived", "chat.redrive.count=1");
    }

    @Test
    void aNewDeadlineReplacesTheOldOne() {
        Headers letter = deadLetter(header("chat.start.by", "1700000000000"));

        assertThat(lines(DeadLetterHeaders.ofRedrive(letter, Optional.of("unused"), 2, Optional.empty())))
                .contains("chat.start.by=1700000000000");
        assertThat(lines(DeadLetterHeaders.ofRedrive(letter, Optional.of("unused"), 2, Optional.of(AT))))
                .contains("chat.start.by=2026-03-01T10:00:00Z")
                .doesNotContain("chat.start.by=1700000000000");
    }
}
