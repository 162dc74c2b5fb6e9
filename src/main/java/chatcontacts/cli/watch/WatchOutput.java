package chatcontacts.cli.watch;

import chatcontacts.cli.console.Columns;
import chatcontacts.cli.console.ContactDecryption;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.watch.WatchedRecord.OfDeadLetter;
import chatcontacts.cli.watch.WatchedRecord.OfResult;
import chatcontacts.cli.watch.WatchedRecord.UnreadableRecord;
import chatcontacts.config.Secrets;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The output of {@code watch}: a line of a table, or a line of JSON, for each. What opens a chat is hidden unless wanted.
 */
final class WatchOutput implements Consumer<WatchedRecord> {

    /** Of all columns but the last. */
    private static final List<Integer> WIDTHS = List.of(24, 11, 17, 36, 36);

    private static final String NONE = "-";

    private final Output output;
    private final boolean json;
    private final boolean showTokens;
    private final ContactDecryption decryption;

    WatchOutput(Output output, boolean json, boolean showTokens, ContactDecryption decryption) {
        this.decryption = decryption;
        this.output = output;
        this.json = json;
        this.showTokens = showTokens;
    }

    void begun(String results, String deadLetters) {
        output.error("watching " + results + " and " + deadLetters + "; stop with Ctrl-C");
        if (!json) {
            output.line(cells("TIME", "OUTCOME", "REASON", "INSTANCE", "CLIENT TOKEN", "MORE"));
        }
    }

    @Override
    public void accept(WatchedRecord watched) {
        if (json) {
            output.json(object(watched));
        } else {
            output.line(row(watched).stripTrailing());
        }
    }

    private String row(WatchedRecord watched) {
        return switch (watched) {
            case OfResult it -> row(it.result());
            case OfDeadLetter it -> row(it);
            case UnreadableRecord it ->
                row(it.writtenAt(), "unreadable", NONE, NONE, NONE, it.place() + ": " + it.problem());
        };
    }

    private String row(Result result) {
        String replayed = result.replayed() ? " (replayed)" : "";
        return switch (result.outcome()) {
            case Started it ->
                row(
                        result.settledAt(),
                        "STARTED",
                        NONE,
                        result.instanceId(),
                        result.clientToken(),
                        "contact " + it.contact().contactId() + ", participant token "
                                + participantToken(it.contact()).orElse(NONE) + replayed);
            case Failed it ->
                row(
                        result.settledAt(),
                        "FAILED",
                        it.reason().name(),
                        result.instanceId(),
                        result.clientToken(),
                        it.errorCode().map(code -> code + ": ").orElse("") + it.message() + replayed);
        };
    }

    private static String row(OfDeadLetter it) {
        DeadLetterRecord deadLetter = it.deadLetter();
        return row(
                deadLetter.failedAt(),
                "dead letter",
                deadLetter.reason(),
                it.instance().map(InstanceRef::id).orElse(NONE),
                deadLetter.clientToken().orElse(NONE),
                deadLetter + deadLetter.errorCode().map(code -> " " + code).orElse(""));
    }

    private static String row(Instant at, String outcome, String reason, String instance, String token, String more) {
        return cells(at.toString(), outcome, reason, instance, token, more);
    }

    private static String cells(String... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < WIDTHS.size(); i++) {
            line.append(Columns.pad(printable(cells[i]), WIDTHS.get(i))).append("  ");
        }
        return line.append(printable(cells[WIDTHS.size()])).toString();
    }

    /** Tokens and ids are anyone's text: none of it may steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    private Optional<String> participantToken(Contact contact) {
        ParticipantCredentials credentials = decryption.of(contact).credentials();
        return credentials
                .participantToken()
                .map(this::shown)
                .or(() -> credentials.encrypted().map(it -> "[encrypted]"))
                .or(() -> credentials.removed() ? Optional.of("[removed]") : Optional.empty());
    }

    private String shown(String secret) {
        return showTokens ? secret : Secrets.HIDDEN;
    }

    private void credentials(Map<String, Object> line, ParticipantCredentials credentials) {
        line.put("participantToken", credentials.participantToken().map(this::shown));
        credentials.connection().ifPresent(it -> {
            line.put("connectionToken", shown(it.token()));
            line.put("connectionTokenExpiry", it.expiry().map(Instant::toString));
        });
        credentials.websocket().ifPresent(it -> {
            line.put("websocketUrl", shown(it.url()));
            line.put("websocketExpiry", it.expiry().map(Instant::toString));
        });
        credentials.encrypted().ifPresent(it -> line.put("encryptedCredentials", shown(it)));
        if (credentials.removed()) {
            line.put("credentialsRemoved", true);
        }
    }

    private Map<String, Object> object(WatchedRecord watched) {
        Map<String, Object> line = new LinkedHashMap<>();
        switch (watched) {
            case OfResult it -> {
                line.put("kind", "result");
                line.put("place", it.place());
                result(line, it.result());
            }
            case OfDeadLetter it -> {
                DeadLetterRecord deadLetter = it.deadLetter();
                line.put("kind", "deadLetter");
                line.put("place", it.place());
                line.put("instanceId", it.instance().map(InstanceRef::id));
                line.put("region", it.deadLetter().region());
                line.put("clientToken", deadLetter.clientToken());
                line.put("reason", deadLetter.reason());
                line.put("errorCode", deadLetter.errorCode());
                line.put("failedAt", deadLetter.failedAt().toString());
                line.put("redriveCount", deadLetter.redriveCount());
            }
            case UnreadableRecord it -> {
                line.put("kind", "unreadable");
                line.put("place", it.place());
                line.put("problem", it.problem());
            }
        }
        return line;
    }

    private void result(Map<String, Object> line, Result result) {
        line.put("instanceId", result.instanceId());
        result.region().ifPresent(it -> line.put("region", it));
        result.movedFrom().ifPresent(it -> line.put("movedFrom", it.instanceId()));
        line.put("clientToken", result.clientToken());
        switch (result.outcome()) {
            case Started it -> {
                line.put("status", "STARTED");
                line.put("contactId", it.contact().contactId());
                line.put("participantId", it.contact().participantId());
                credentials(line, decryption.of(it.contact()).credentials());
                it.contact().streamingId().ifPresent(id -> line.put("streamingId", id));
                line.put("startedAt", it.contact().startedAt().toString());
                line.put("connectBy", it.contact().connectBy().toString());
                it.contact().endedAt().ifPresent(at -> line.put("endedAt", at.toString()));
            }
            case Failed it -> {
                line.put("status", "FAILED");
                line.put("reason", it.reason().name());
                line.put("errorCode", it.errorCode());
                line.put("message", it.message());
            }
        }
        line.put("attempts", result.attempts());
        line.put("settledAt", result.settledAt().toString());
        line.put("replayed", result.replayed());
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("topic", result.source().topic());
        source.put("partition", result.source().partition());
        source.put("offset", result.source().offset());
        line.put("source", source);
    }
}
