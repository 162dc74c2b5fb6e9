package chatcontacts.wire;

import chatcontacts.domain.control.ControlCommand;
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
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.domain.format.NewerFormatException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The bytes of a command to a lane, within a message. */
final class ControlBytes {

    /** Kinds of actions are numbered here and never renumbered. */
    private static final int PAUSE = 1;

    private static final int RESUME = 2;
    private static final int LIMIT_RATE = 3;
    private static final int LIMIT_QUOTA = 4;
    private static final int CLEAR_LIMIT = 5;
    private static final int PROBE = 6;
    private static final int CANCEL = 7;
    private static final int PRIORITIZE = 8;
    private static final int EXTEND = 9;
    private static final int MOVE = 10;

    private ControlBytes() {}

    static ByteWriter write(ByteWriter out, ControlCommand command) {
        out.text(command.id())
                .optional(command.instanceId(), ByteWriter::text)
                .flag(command.dryRun())
                .instant(command.validUntil())
                .text(command.origin().by())
                .text(command.origin().why())
                .instant(command.origin().at());
        return switch (command.action()) {
            case Pause it -> out.octet(PAUSE).flag(it.drains()).optional(it.until(), ByteWriter::instant);
            case Resume it -> out.octet(RESUME);
            case LimitRate it -> {
                out.octet(LIMIT_RATE);
                out.optional(optional(it.ratePerSecond()), (to, rate) -> to.fixedLong(Double.doubleToLongBits(rate)));
                out.optional(optional(it.burst()), (to, burst) -> to.number(burst));
                yield out.optional(it.until(), ByteWriter::instant);
            }
            case LimitQuota it ->
                out.octet(LIMIT_QUOTA).number(it.concurrentChats()).optional(it.until(), ByteWriter::instant);
            case ClearLimit it -> out.octet(CLEAR_LIMIT);
            case ProbeNow it -> out.octet(PROBE);
            case Cancel it -> filter(out.octet(CANCEL), it.filter());
            case Prioritize it -> filter(out.octet(PRIORITIZE), it.filter()).octet(it.priority());
            case Extend it -> filter(out.octet(EXTEND), it.filter()).instant(it.startBy());
            case Move it -> {
                filter(out.octet(MOVE), it.filter())
                        .text(it.target().lane())
                        .text(it.target().instanceId())
                        .number(it.contactFlows().size());
                new TreeMap<>(it.contactFlows())
                        .forEach((from, to) -> out.text(from).text(to));
                yield out;
            }
        };
    }

    static ControlCommand read(ByteReader in) {
        String id = in.text();
        Optional<String> instanceId = in.optional(ByteReader::text);
        boolean dryRun = in.flag();
        var validUntil = in.instant();
        ControlOrigin origin = new ControlOrigin(in.text(), in.text(), in.instant());
        return new ControlCommand(id, instanceId, action(in), dryRun, validUntil, origin);
    }

    private static ControlAction action(ByteReader in) {
        int kind = in.octet();
        return switch (kind) {
            case PAUSE -> new Pause(in.flag(), in.optional(ByteReader::instant));
            case RESUME -> new Resume();
            case LIMIT_RATE -> {
                Optional<Double> rate = in.optional(it -> Double.longBitsToDouble(it.fixedLong()));
                Optional<Integer> burst = in.optional(ByteReader::integer);
                yield new LimitRate(
                        rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                        whole(burst),
                        in.optional(ByteReader::instant));
            }
            case LIMIT_QUOTA -> new LimitQuota(in.integer(), in.optional(ByteReader::instant));
            case CLEAR_LIMIT -> new ClearLimit();
            case PROBE -> new ProbeNow();
            case CANCEL -> new Cancel(filter(in));
            case PRIORITIZE -> new Prioritize(filter(in), in.octet());
            case EXTEND -> new Extend(filter(in), in.instant());
            case MOVE -> new Move(filter(in), new MoveTarget(in.text(), in.text()), contactFlows(in));
            default -> throw new NewerFormatException("command kind " + kind);
        };
    }

    private static Map<String, String> contactFlows(ByteReader in) {
        Map<String, String> flows = new HashMap<>();
        for (int left = in.integer(); left > 0; left--) {
            flows.put(in.text(), in.text());
        }
        return flows;
    }

    private static ByteWriter filter(ByteWriter out, RequestFilter filter) {
        return out.optional(filter.fairnessKey(), ByteWriter::text)
                .optional(optional(filter.priorityFrom()), (to, number) -> to.number(number))
                .optional(optional(filter.priorityTo()), (to, number) -> to.number(number))
                .optional(filter.acceptedBefore(), ByteWriter::instant)
                .optional(filter.clientToken(), ByteWriter::text);
    }

    private static RequestFilter filter(ByteReader in) {
        return new RequestFilter(
                in.optional(ByteReader::text),
                whole(in.optional(ByteReader::integer)),
                whole(in.optional(ByteReader::integer)),
                in.optional(ByteReader::instant),
                in.optional(ByteReader::text));
    }

    private static OptionalInt whole(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static Optional<Double> optional(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static Optional<Integer> optional(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }
}
