package chatcontacts.cli.submit;

import chatcontacts.cli.console.ContactDecryption;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.domain.json.Json;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.Fault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports the outcomes of submitted requests. What opens a chat is printed only for the one request that somebody waits for,
 * never in bulk.
 */
final class SubmitReport {

    private final Output output;
    private final boolean json;
    private final boolean bulk;
    private final boolean dryRun;
    private final boolean waits;
    private final ContactDecryption decryption;

    private long valid;
    private long sent;
    private long invalid;
    private long started;
    private long failed;
    private long timedOut;
    private long unconfirmed;
    private boolean stopped;

    SubmitReport(
            Output output, boolean json, boolean bulk, boolean dryRun, boolean waits, ContactDecryption decryption) {
        this.decryption = decryption;
        this.output = output;
        this.json = json;
        this.bulk = bulk;
        this.dryRun = dryRun;
        this.waits = waits;
    }

    /** An invalid request, which is not sent, with all its errors. */
    void invalid(Optional<Long> line, List<Fault> faults) {
        invalid++;
        faults.forEach(fault -> output.error(prefix(line) + fault));
        if (json) {
            Map<String, Object> row = row(line, "INVALID");
            row.put("faults", faults.stream().map(Fault::toString).toList());
            output.json(row);
        }
    }

    /** A valid request, which is not sent in a dry run. */
    void valid(Optional<Long> line) {
        valid++;
        if (json) {
            output.json(row(line, "VALID"));
        } else if (!bulk) {
            output.line("The request is valid.");
        }
    }

    void sent(SubmittedRequest request, Source source) {
        sent++;
        if (waits) {
            return;
        }
        if (json) {
            output.json(row(request, source, "SENT"));
        } else if (!bulk) {
            output.line("sent to " + place(source) + ", client token " + request.clientToken());
        }
    }

    void settled(SubmittedRequest request, Result result) {
        switch (result.outcome()) {
            case Outcome.Started it -> started(request, result, it.contact());
            case Outcome.Failed it -> failed(request, result, it);
        }
    }

    private void started(SubmittedRequest request, Result result, Contact received) {
        started++;
        Contact contact = decryption.of(received);
        if (decryption.fails(received)) {
            output.error("what opens the chat cannot be decrypted with this private key");
        }
        if (json) {
            Map<String, Object> row = row(request, result.source(), "STARTED");
            row.put("attempts", result.attempts());
            row.put("replayed", result.replayed());
            row.put("startedAt", contact.startedAt().toString());
            row.put("connectBy", contact.connectBy().toString());
            row.put("contact", StartChatResponse.of(contact, !bulk));
            output.json(row);
        } else if (!bulk) {
            output.line(Json.pretty(StartChatResponse.of(contact, true)));
        }
    }

    private void failed(SubmittedRequest request, Result result, Outcome.Failed failure) {
        failed++;
        output.error(prefix(request.line()) + "FAILED, " + failure.reason() + ": " + failure.message());
        if (json) {
            Map<String, Object> row = row(request, result.source(), "FAILED");
            row.put("attempts", result.attempts());
            row.put("replayed", result.replayed());
            row.put("reason", failure.reason().name());
            row.put("errorCode", failure.errorCode());
            row.put("message", failure.message());
            output.json(row);
        }
    }

    void timedOut(SubmittedRequest request, Source source, Duration timeout) {
        timedOut++;
        output.error(prefix(request.line()) + "no outcome within " + timeout.toMillis() + " ms; it was sent to "
                + place(source) + ", client token " + request.clientToken());
        if (json) {
            output.json(row(request, source, "TIMED_OUT"));
        }
    }

    /**
     * A request of which nothing more is learned, as something broke or it was to stop. Sent again under its token it does no harm.
     *
     * @param source empty: it may have been sent or not
     */
    void unconfirmed(SubmittedRequest request, Optional<Source> source) {
        unconfirmed++;
        output.error(prefix(request.line())
                + source.map(it -> "sent to " + place(it) + ", outcome unknown").orElse("possibly sent")
                + ", client token " + request.clientToken());
        if (json) {
            Map<String, Object> row = row(request.line(), "UNCONFIRMED");
            row.put("instanceId", request.instanceId());
            row.put("clientToken", request.clientToken());
            output.json(row);
        }
    }

    /**
     * Ctrl-C ended it. What is open was told before.
     *
     * @param lines how many of the input were dealt with
     */
    void stopped(Optional<Long> lines) {
        stopped = true;
        output.error("stopped before the end: "
                + lines.map(it -> it + " lines processed, ").orElse("") + unconfirmed + " requests open");
    }

    /** How far it is, to standard error. */
    void progress() {
        output.error(counts());
    }

    /** The last word on many requests. */
    void summary() {
        if (bulk && json) {
            output.error(counts());
        } else if (bulk) {
            output.line(counts());
        }
    }

    private String counts() {
        String outcomes = waits ? ", " + started + " started, " + failed + " failed, " + timedOut + " timed out" : "";
        String done = dryRun ? valid + " valid, " : sent + " sent, ";
        return (valid + sent + invalid) + " requests: " + done + invalid + " invalid" + outcomes;
    }

    /** What a script learns: of several, the one that asks for most. */
    int exitCode() {
        if (invalid > 0) {
            return ExitCode.USAGE;
        }
        if (timedOut > 0 || stopped) {
            return ExitCode.TIMED_OUT;
        }
        return failed > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    private static String prefix(Optional<Long> line) {
        return line.map(it -> "line " + it + ": ").orElse("");
    }

    private static String place(Source source) {
        return source.topic() + ", partition " + source.partition() + ", offset " + source.offset();
    }

    private static Map<String, Object> row(Optional<Long> line, String status) {
        Map<String, Object> row = new LinkedHashMap<>();
        line.ifPresent(it -> row.put("line", it));
        row.put("status", status);
        return row;
    }

    private static Map<String, Object> row(SubmittedRequest request, Source source, String status) {
        Map<String, Object> row = row(request.line(), status);
        row.put("instanceId", request.instanceId());
        row.put("clientToken", request.clientToken());
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("topic", source.topic());
        place.put("partition", source.partition());
        place.put("offset", source.offset());
        row.put("source", place);
        return row;
    }
}
