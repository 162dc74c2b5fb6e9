package chatcontacts.app.control;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.control.ControlChannel;
import chatcontacts.cli.control.ControlLogConsumer;
import chatcontacts.config.Settings;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.ControlStatus;
import chatcontacts.domain.control.ControlLogJson;
import chatcontacts.domain.control.ControlRequest;
import chatcontacts.http.ControlSource;
import chatcontacts.http.ControlSource.ControlAnswer.CommandDone;
import chatcontacts.http.ControlSource.ControlAnswer.CommandInvalid;
import chatcontacts.http.ControlSource.ControlAnswer.CommandPending;
import chatcontacts.http.ControlSource.ControlAnswer.CommandRefused;
import chatcontacts.http.ControlSource.ControlAnswer.ControlUnavailable;
import chatcontacts.http.ControlTerms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes commands that came over HTTP to the control topic, as the command line does, and waits a little for what becomes of them. The
 * lane's owner, wherever it is, applies them. Thread-safe.
 */
public final class HttpCommands implements ControlSource {

    private static final Logger LOG = LoggerFactory.getLogger(HttpCommands.class);

    /** Most are applied much sooner; with the clients' own patience it stays below what the HTTP server allows a reply. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration TURN = Duration.ofMillis(200);

    private final Settings settings;
    private final ControlChannel channel;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /** @param ids makes the id of the next command */
    public HttpCommands(Settings settings, ControlChannel channel, InstantSource clock, Supplier<String> ids) {
        this.settings = settings;
        this.channel = channel;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public ControlAnswer give(ControlTerms terms) {
        ControlRequest request;
        try {
            request = HttpCommandReader.read(terms, settings, ids.get(), clock.instant());
        } catch (InvalidCommandException e) {
            return new CommandInvalid(String.valueOf(e.getMessage()));
        }
        try (ControlLogConsumer log = channel.follow(Optional.empty())) {
            channel.send(request);
            LOG.atInfo()
                    .addKeyValue("id", request.id())
                    .addKeyValue("verb", request.verb())
                    .addKeyValue("lane", request.lane())
                    .addKeyValue("dryRun", request.dryRun())
                    .addKeyValue("by", request.origin().by())
                    .log("A command came over HTTP and is on its way to its lane");
            return answer(request, log);
        } catch (CommandException e) {
            LOG.atWarn().addKeyValue("id", request.id()).log("A command over HTTP failed: {}", e.getMessage());
            return new ControlUnavailable("command " + request.id() + ": " + e.getMessage());
        }
    }

    /** Of a drain that is in force the rest may take hours: the client does not wait for it. */
    private ControlAnswer answer(ControlRequest request, ControlLogConsumer log) {
        long beganNanos = System.nanoTime();
        Map<String, Object> last = Map.of("id", request.id(), "status", "SENT");
        while (System.nanoTime() - beganNanos < LONGEST_WAIT.toNanos()) {
            for (ControlLogEntry entry : log.poll(TURN)) {
                if (!entry.id().equals(request.id())) {
                    continue;
                }
                last = ControlLogJson.of(entry);
                if (entry.status() == ControlStatus.REFUSED) {
                    return new CommandRefused(last);
                }
                if (entry.status().isFinal()) {
                    return new CommandDone(last);
                }
                if (entry.inForce()) {
                    return new CommandPending(last);
                }
            }
        }
        return new CommandPending(last);
    }
}
