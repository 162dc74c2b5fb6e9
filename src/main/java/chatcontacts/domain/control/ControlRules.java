package chatcontacts.domain.control;

import chatcontacts.domain.control.ControlCommand.Cancel;
import chatcontacts.domain.control.ControlCommand.ClearLimit;
import chatcontacts.domain.control.ControlCommand.ControlAction;
import chatcontacts.domain.control.ControlCommand.Extend;
import chatcontacts.domain.control.ControlCommand.LimitQuota;
import chatcontacts.domain.control.ControlCommand.LimitRate;
import chatcontacts.domain.control.ControlCommand.Move;
import chatcontacts.domain.control.ControlCommand.Pause;
import chatcontacts.domain.control.ControlCommand.Prioritize;
import chatcontacts.domain.control.ControlCommand.ProbeNow;
import chatcontacts.domain.control.ControlCommand.Resume;
import chatcontacts.domain.control.ControlRequest.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules of commands, that need no knowledge of lanes. */
public final class ControlRules {

    /** A command that waits for longer is not what its operator wants any more. */
    public static final Duration MAX_VALIDITY = Duration.ofDays(1);

    private static final int MAX_ID_LENGTH = 100;
    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_REASON_LENGTH = 500;
    private static final int LAST_PRIORITY = 9;
    private static final int MAX_CONTACT_FLOWS = 50;

    private static final Set<ControlRequest.Verb> ON_REQUESTS = Set.of(
            ControlRequest.Verb.CANCEL,
            ControlRequest.Verb.PRIORITIZE,
            ControlRequest.Verb.EXTEND,
            ControlRequest.Verb.MOVE);

    private ControlRules() {}

    /** The command that a request makes, or what is wrong with it. */
    public sealed interface CheckedCommand {}

    /** It keeps the rules. */
    public record ValidCommand(ControlCommand command) implements CheckedCommand {}

    /** It does not. */
    public record InvalidCommand(List<String> problems) implements CheckedCommand {
        public InvalidCommand {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Checks a request.
     *
     * @param instanceId the bare id of its instance, if it names one
     * @param target of a move, if it names one
     */
    public static CheckedCommand check(
            ControlRequest request, Optional<String> instanceId, Optional<MoveTarget> target, Instant now) {
        List<String> problems = new ArrayList<>();
        text("id", request.id(), MAX_ID_LENGTH, problems);
        text("lane", request.lane(), MAX_NAME_LENGTH, problems);
        text("by", request.origin().by(), MAX_NAME_LENGTH, problems);
        text("reason", request.origin().why(), MAX_REASON_LENGTH, problems);
        if (request.validUntil().isAfter(now.plus(MAX_VALIDITY))) {
            problems.add("validUntil: must be within a day");
        }
        request.until().filter(it -> !it.isAfter(now)).ifPresent(it -> problems.add("until: " + it + " has passed"));
        Optional<ControlAction> action = action(request, instanceId, target, now, problems);
        return problems.isEmpty() && action.isPresent()
                ? new ValidCommand(new ControlCommand(
                        request.id(),
                        instanceId,
                        action.get(),
                        request.dryRun(),
                        request.validUntil(),
                        request.origin()))
                : new InvalidCommand(problems);
    }

    /** Texts are shown to people and written to logs: no control characters, and not without end. */
    private static void text(String name, String text, int max, List<String> problems) {
        if (text.isBlank()) {
            problems.add(name + ": is missing");
        } else if (text.length() > max) {
            problems.add(name + ": has more than " + max + " characters");
        } else if (text.codePoints()
                .anyMatch(it -> Character.isISOControl(it) || Character.getType(it) == Character.FORMAT)) {
            problems.add(name + ": must not have control characters");
        }
    }

    private static Optional<ControlAction> action(
            ControlRequest request,
            Optional<String> instanceId,
            Optional<MoveTarget> target,
            Instant now,
            List<String> problems) {
        boolean limited = !request.limits().equals(Limits.NONE);
        if (limited && request.verb() != ControlRequest.Verb.LIMIT) {
            problems.add("rate, burst, quota and clear are for limit only");
        }
        if (ON_REQUESTS.contains(request.verb())) {
            filter(request.filter(), problems);
        } else if (!request.filter().equals(RequestFilter.ALL)) {
            problems.add("key, priority, age and token are for verbs on requests only");
        }
        if (request.priority().isPresent() && request.verb() != ControlRequest.Verb.PRIORITIZE) {
            problems.add("the new priority is for prioritize only");
        }
        if (request.startBy().isPresent() && request.verb() != ControlRequest.Verb.EXTEND) {
            problems.add("startBy: is for extend only");
        }
        if (request.move().isPresent() && request.verb() != ControlRequest.Verb.MOVE) {
            problems.add("another instance and contact flows are for move only");
        }
        return switch (request.verb()) {
            case PAUSE -> Optional.of(new Pause(false, request.until()));
            case DRAIN -> Optional.of(new Pause(true, request.until()));
            case RESUME -> withoutUntil(new Resume(), request, problems);
            case PROBE -> withoutUntil(new ProbeNow(), request, problems);
            case LIMIT -> limit(request, problems);
            case CANCEL -> withoutUntil(new Cancel(request.filter()), request, problems);
            case PRIORITIZE -> prioritize(request, problems);
            case EXTEND -> extend(request, now, problems);
            case MOVE -> move(request, instanceId, target, problems);
            case UNKNOWN -> {
                problems.add("verb: is not one that this release knows");
                yield Optional.empty();
            }
        };
    }

    private static Optional<ControlAction> prioritize(ControlRequest request, List<String> problems) {
        int priority = request.priority().orElse(-1);
        if (priority < 0 || priority > LAST_PRIORITY) {
            problems.add("the new priority must be given, from 0 to " + LAST_PRIORITY);
        }
        return withoutUntil(new Prioritize(request.filter(), priority), request, problems);
    }

    private static Optional<ControlAction> extend(ControlRequest request, Instant now, List<String> problems) {
        Instant startBy = request.startBy().orElse(Instant.EPOCH);
        if (!startBy.isAfter(now)) {
            problems.add("startBy: must be given, and lie ahead");
        }
        return withoutUntil(new Extend(request.filter(), startBy), request, problems);
    }

    private static Optional<ControlAction> move(
            ControlRequest request, Optional<String> instanceId, Optional<MoveTarget> target, List<String> problems) {
        if (instanceId.isEmpty()) {
            problems.add("instance: must be given, the one whose requests are moved");
        }
        if (request.move().isEmpty() || target.isEmpty()) {
            problems.add("to: must be given, the instance to which requests are moved");
            return Optional.empty();
        }
        MoveTerms terms = request.move().get();
        if (target.get().lane().equals(request.lane())
                && instanceId.filter(target.get().instanceId()::equals).isPresent()) {
            problems.add("to: is the instance itself");
        }
        if (terms.contactFlows().size() > MAX_CONTACT_FLOWS) {
            problems.add("contact flows: at most " + MAX_CONTACT_FLOWS + " can be given");
        }
        terms.contactFlows().forEach((from, to) -> {
            text("contact flow", from, MAX_REASON_LENGTH, problems);
            text("contact flow", to, MAX_REASON_LENGTH, problems);
        });
        return withoutUntil(new Move(request.filter(), target.get(), terms.contactFlows()), request, problems);
    }

    private static void filter(RequestFilter filter, List<String> problems) {
        int from = filter.priorityFrom().orElse(0);
        int to = filter.priorityTo().orElse(LAST_PRIORITY);
        if (from < 0 || to > LAST_PRIORITY || from > to) {
            problems.add("priority: must be a range within 0 to " + LAST_PRIORITY);
        }
        filter.fairnessKey().ifPresent(it -> text("key", it, MAX_REASON_LENGTH, problems));
        filter.clientToken().ifPresent(it -> text("token", it, MAX_REASON_LENGTH, problems));
    }

    private static Optional<ControlAction> withoutUntil(
            ControlAction action, ControlRequest request, List<String> problems) {
        if (request.until().isPresent()) {
            problems.add("until: is for pause, drain and limit only");
        }
        return Optional.of(action);
    }

    private static Optional<ControlAction> limit(ControlRequest request, List<String> problems) {
        Limits limits = request.limits();
        boolean rate = limits.ratePerSecond().isPresent() || limits.burst().isPresent();
        boolean quota = limits.concurrentChats().isPresent();
        boolean ofInstance = request.instance().isPresent();
        if ((rate || quota) == limits.clear()) {
            problems.add("limit: needs a rate, a burst or a quota, or clear, and not both");
        } else if (ofInstance ? rate : quota) {
            problems.add(ofInstance ? "rate and burst are a lane's" : "quota is an instance's");
        } else if (limits.clear()) {
            return withoutUntil(new ClearLimit(), request, problems);
        } else if (quota) {
            positive("quota", limits.concurrentChats().getAsInt() >= 1, problems);
            return Optional.of(new LimitQuota(limits.concurrentChats().getAsInt(), request.until()));
        } else {
            limits.ratePerSecond().ifPresent(it -> positive("rate", it > 0 && Double.isFinite(it), problems));
            limits.burst().ifPresent(it -> positive("burst", it >= 1, problems));
            return Optional.of(new LimitRate(limits.ratePerSecond(), limits.burst(), request.until()));
        }
        return Optional.empty();
    }

    private static void positive(String name, boolean positive, List<String> problems) {
        if (!positive) {
            problems.add(name + ": must be above 0");
        }
    }
}
