package chatcontacts.dispatch.store;

import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What an operator has set for a lane or an instance, in place of what would be otherwise. It stays until it is ended. */
public sealed interface OverrideRow {

    /** Of one that does not end by itself. */
    long NEVER = Long.MAX_VALUE;

    /** Of each of these, a lane or an instance has one at most. */
    enum Slot {
        PAUSE("p"),
        LIMIT("l");

        private final String letter;

        Slot(String letter) {
            this.letter = letter;
        }

        /** Ends the key of its row. */
        String letter() {
            return letter;
        }
    }

    /** What is common to all. */
    OverrideTerms terms();

    /** Which one of its lane or instance it is. */
    Slot slot();

    /**
     * How it came and how long it stays.
     *
     * @param commandId that of the command that set it
     * @param sinceMs since when it is in force
     * @param untilMs when it ends by itself, {@link #NEVER} if it does not
     * @param origin who set it, when and why
     */
    record OverrideTerms(String commandId, long sinceMs, long untilMs, ControlOrigin origin) {}

    /**
     * Nothing is started.
     *
     * @param drains whether it is to be reported once nothing is in flight and no chat is known to be active
     */
    record PauseRow(OverrideTerms terms, boolean drains) implements OverrideRow {

        @Override
        public Slot slot() {
            return Slot.PAUSE;
        }

        /** The same after that was reported. */
        public PauseRow reported() {
            return new PauseRow(terms, false);
        }
    }

    /** Another rate of the lane; what is not given is as it would be otherwise. */
    record RateRow(OverrideTerms terms, OptionalDouble ratePerSecond, OptionalInt burst) implements OverrideRow {
        @Override
        public Slot slot() {
            return Slot.LIMIT;
        }
    }

    /** Another quota of the instance. */
    record QuotaRow(OverrideTerms terms, int concurrentChats) implements OverrideRow {
        @Override
        public Slot slot() {
            return Slot.LIMIT;
        }
    }

    /** Kinds are numbered here and never renumbered. */
    private static int kind(OverrideRow row) {
        return switch (row) {
            case PauseRow it -> 1;
            case RateRow it -> 2;
            case QuotaRow it -> 3;
        };
    }

    default byte[] toBytes(FormatVersions formats) {
        ByteWriter out = new ByteWriter(96)
                .octet(formats.write())
                .octet(kind(this))
                .text(terms().commandId())
                .number(terms().sinceMs())
                .number(terms().untilMs())
                .text(terms().origin().by())
                .text(terms().origin().why())
                .instant(terms().origin().at());
        return switch (this) {
            case PauseRow it -> out.flag(it.drains()).toBytes();
            case RateRow it ->
                out.number(Double.doubleToLongBits(it.ratePerSecond().orElse(0)))
                        .number(it.burst().orElse(0))
                        .toBytes();
            case QuotaRow it -> out.number(it.concurrentChats()).toBytes();
        };
    }

    /** Reads one back. */
    static OverrideRow fromBytes(byte[] bytes, FormatVersions formats) {
        ByteReader in = ByteReader.versioned(bytes, 0, "override row", formats);
        int kind = in.octet();
        OverrideTerms terms = new OverrideTerms(
                in.text(), in.number(), in.number(), new ControlOrigin(in.text(), in.text(), in.instant()));
        return switch (kind) {
            case 1 -> new PauseRow(terms, in.flag());
            case 2 -> rate(terms, Double.longBitsToDouble(in.number()), in.integer());
            case 3 -> new QuotaRow(terms, in.integer());
            default -> throw new NewerFormatException("override kind " + kind);
        };
    }

    /** Neither can be 0, which stands for one that is not given. */
    private static RateRow rate(OverrideTerms terms, double ratePerSecond, int burst) {
        return new RateRow(
                terms,
                ratePerSecond == 0 ? OptionalDouble.empty() : OptionalDouble.of(ratePerSecond),
                burst == 0 ? OptionalInt.empty() : OptionalInt.of(burst));
    }
}
