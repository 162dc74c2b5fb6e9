package chatcontacts.app.control;

import chatcontacts.cli.console.DurationOption;
import chatcontacts.cli.console.TimeOption;
import chatcontacts.cli.control.ControlScope;
import chatcontacts.config.Settings;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.ControlRequest;
import chatcontacts.domain.control.ControlRequest.Limits;
import chatcontacts.domain.control.ControlRequest.Verb;
import chatcontacts.domain.control.ControlRules;
import chatcontacts.domain.control.ControlRules.InvalidCommand;
import chatcontacts.domain.control.MoveTerms;
import chatcontacts.domain.control.PriorityRange;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.http.ControlTerms;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Makes a command of what came over HTTP, in the terms of the command line. */
final class HttpCommandReader {

    private static final Duration DEFAULT_VALIDITY = Duration.ofMinutes(5);

    /** Who commands is what the client says: the token only proves that it may. So the log says how it came. */
    private static final String OVER_HTTP = "over HTTP";

    private final ControlTerms terms;
    private final Instant now;

    private HttpCommandReader(ControlTerms terms, Instant now) {
        this.terms = terms;
        this.now = now;
    }

    /**
     * The command.
     *
     * @throws InvalidCommandException if it breaks the rules that need no knowledge of the lane
     */
    static ControlRequest read(ControlTerms terms, Settings settings, String id, Instant now)
            throws InvalidCommandException {
        return new HttpCommandReader(terms, now).command(settings, id);
    }

    private ControlRequest command(Settings settings, String id) throws InvalidCommandException {
        ControlScope scope = scope(settings);
        Verb verb = verb();
        Optional<ControlScope> target = target(verb, settings);
        ControlRequest request = new ControlRequest(
                id,
                scope.lane(),
                verb,
                scope.instance(),
                duration("for").map(now::plus),
                new Limits(terms.decimal("rate"), terms.whole("burst"), terms.whole("quota"), terms.flag("clear")),
                filter(),
                priority(verb),
                startBy(),
                target.flatMap(ControlScope::instance).map(it -> new MoveTerms(it, terms.contactFlows())),
                terms.flag("dryRun"),
                now.plus(duration("validFor").orElse(DEFAULT_VALIDITY)),
                new ControlOrigin(
                        terms.text("by").map(it -> it + " (" + OVER_HTTP + ")").orElse(OVER_HTTP),
                        terms.text("why").orElse(""),
                        now));
        if (ControlRules.check(request, scope.instance(), target.flatMap(ControlScope::asTarget), now)
                instanceof InvalidCommand it) {
            throw new InvalidCommandException(String.join("; ", it.problems()));
        }
        return request;
    }

    private ControlScope scope(Settings settings) throws InvalidCommandException {
        Optional<String> lane = terms.text("lane");
        ControlScope scope = terms.text("instance")
                .map(it -> ControlScope.ofInstance(settings, lane, it))
                .orElseGet(() -> ControlScope.ofLane(settings, lane))
                .orElseThrow(() -> new InvalidCommandException("lane: is required, as there are several lanes"));
        if (!settings.lanes().containsKey(scope.lane())) {
            throw new InvalidCommandException("lane: there is no such lane");
        }
        return scope;
    }

    private Verb verb() throws InvalidCommandException {
        String given = terms.text("verb").orElse("");
        return Stream.of(Verb.values())
                .filter(it -> it != Verb.UNKNOWN && it.word().equals(given))
                .findFirst()
                .orElseThrow(() -> new InvalidCommandException("verb: must be one of "
                        + String.join(
                                ", ",
                                Stream.of(Verb.values())
                                        .filter(it -> it != Verb.UNKNOWN)
                                        .map(Verb::word)
                                        .toList())));
    }

    private RequestFilter filter() throws InvalidCommandException {
        Optional<String> given = terms.text("priority");
        Optional<PriorityRange> range = given.flatMap(PriorityRange::parse);
        if (given.isPresent() && range.isEmpty()) {
            throw new InvalidCommandException("priority: is not a range such as 7 or 5-9");
        }
        return new RequestFilter(
                terms.text("key"),
                range.map(it -> OptionalInt.of(it.from())).orElse(OptionalInt.empty()),
                range.map(it -> OptionalInt.of(it.to())).orElse(OptionalInt.empty()),
                duration("olderThan").map(now::minus),
                terms.text("token"));
    }

    private Optional<ControlScope> target(Verb verb, Settings settings) throws InvalidCommandException {
        Optional<String> given = terms.text("to");
        if (verb != Verb.MOVE) {
            if (!terms.contactFlows().isEmpty()) {
                throw new InvalidCommandException("contactFlow: is for move only");
            }
            return Optional.empty();
        }
        if (given.isEmpty()) {
            throw new InvalidCommandException("to: must be given, the instance to which requests are moved");
        }
        return Optional.of(ControlScope.ofInstance(settings, Optional.empty(), given.get())
                .orElseThrow(() -> new InvalidCommandException("to: the lane of that instance is not clear")));
    }

    private OptionalInt priority(Verb verb) throws InvalidCommandException {
        Optional<String> given = terms.text("to");
        if (given.isEmpty() || verb == Verb.MOVE) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(PriorityRange.parse(given.get())
                .filter(it -> it.from() == it.to())
                .orElseThrow(() -> new InvalidCommandException("to: is not a priority from 0 to 9"))
                .from());
    }

    private Optional<Instant> startBy() throws InvalidCommandException {
        Optional<String> given = terms.text("startBy");
        try {
            return given.map(it -> new TimeOption(it).after(now));
        } catch (DateTimeException e) {
            throw new InvalidCommandException("startBy: is neither a time such as 2026-01-31T08:00:00Z nor a duration"
                    + " such as 90s, 15m, 2h or 7d");
        }
    }

    private Optional<Duration> duration(String name) throws InvalidCommandException {
        try {
            return terms.text(name).map(DurationOption::parse);
        } catch (DateTimeException e) {
            throw new InvalidCommandException(name + ": is not a duration such as 500ms, 90s, 15m, 2h or 7d");
        }
    }
}
