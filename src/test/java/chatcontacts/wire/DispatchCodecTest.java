package chatcontacts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.outcome.MovedFrom;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.wire.ByteReader.CorruptBytesException;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DispatchCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final FormatVersions NEXT = new FormatVersions(FormatVersions.NEWEST + 1, FormatVersions.NEWEST + 1);

    private static DispatchMessage.Request request(FormerRounds rounds) {
        Envelope envelope = new Envelope(
                        "i1",
                        "token",
                        new Fingerprint(new byte[Fingerprint.LENGTH]),
                        5,
                        NOW,
                        Optional.of(NOW),
                        NOW,
                        2,
                        Optional.of(NOW),
                        Optional.of("key"))
                .after(rounds);
        Original original = new Original(new Source("chat-requests", 1, 2), NOW, null, null, List.of());
        return new DispatchMessage.Request(envelope, original, new InOriginal(-42, 5));
    }

    @Test
    void theEnvelopeCarriesWhatFormerRoundsKnow() {
        var rounds = new FormerRounds(NOW.minusSeconds(90), Optional.of(NOW.minusSeconds(60)), true);

        assertThat(DispatchCodec.fromBytes(DispatchCodec.toBytes(request(rounds))))
                .isEqualTo(request(rounds));
    }

    @Test
    void theEnvelopeCarriesWhereItWasMovedFrom() {
        for (FormerRounds rounds :
                List.of(FormerRounds.none(NOW), new FormerRounds(NOW.minusSeconds(90), Optional.empty(), false))) {
            DispatchMessage.Request asked = request(rounds);
            Relocation how =
                    new Relocation(new MovedFrom("i0", Optional.of("eu-west-2")), Optional.of("another flow"), true);
            DispatchMessage.Request moved =
                    new DispatchMessage.Request(asked.envelope().movedTo("i1", how), asked.original(), asked.body());

            assertThat(DispatchCodec.fromBytes(DispatchCodec.toBytes(moved))).isEqualTo(moved);
        }
    }

    @Test
    void aFirstRoundCostsOneByte() {
        byte[] first = DispatchCodec.toBytes(request(FormerRounds.none(NOW)));
        byte[] later = DispatchCodec.toBytes(request(new FormerRounds(NOW.minusSeconds(1), Optional.empty(), false)));

        assertThat(DispatchCodec.fromBytes(first)).isEqualTo(request(FormerRounds.none(NOW)));
        assertThat(later.length - first.length).isEqualTo(8);
    }

    @Test
    void aChatThatWasSeenKeepsItsRegions() {
        var regions = new ChatSeen.Regions(Optional.of("eu-central-1"), Optional.of("eu-west-2"));
        var seen = new ChatSeen("i1", "contact", "chat", ChatSeen.Kind.OPEN, NOW, regions);

        assertThat(DispatchCodec.fromBytes(DispatchCodec.toBytes(seen))).isEqualTo(seen);
    }

    @Test
    void aFenceKeepsItsNonce() {
        assertThat(DispatchCodec.fromBytes(DispatchCodec.toBytes(new DispatchMessage.Fence(-42))))
                .isEqualTo(new DispatchMessage.Fence(-42));
    }

    @Test
    void aCommandKeepsAllThatItSays() {
        var origin = new ControlOrigin("ada@desk", "an incident", NOW);
        for (ControlCommand.ControlAction action : List.of(
                new ControlCommand.Pause(true, Optional.of(NOW)),
                new ControlCommand.Resume(),
                new ControlCommand.LimitRate(OptionalDouble.of(2.5), OptionalInt.empty(), Optional.empty()),
                new ControlCommand.LimitRate(OptionalDouble.empty(), OptionalInt.of(4), Optional.of(NOW)),
                new ControlCommand.LimitQuota(7, Optional.of(NOW)),
                new ControlCommand.ClearLimit(),
                new ControlCommand.Cancel(RequestFilter.ALL),
                new ControlCommand.Prioritize(RequestFilter.ALL, 9),
                new ControlCommand.Extend(RequestFilter.ALL, NOW),
                new ControlCommand.Cancel(new RequestFilter(
                        Optional.of("tenant"),
                        OptionalInt.of(0),
                        OptionalInt.of(9),
                        Optional.of(NOW),
                        Optional.of("token"))),
                new ControlCommand.Move(RequestFilter.ALL, new MoveTarget("lane", "i2"), Map.of("a", "b", "c", "d")),
                new ControlCommand.ProbeNow())) {
            var control = new DispatchMessage.Control(
                    new ControlCommand("c1", Optional.of("i1"), action, true, NOW.plusSeconds(1), origin));

            assertThat(DispatchCodec.fromBytes(DispatchCodec.toBytes(control))).isEqualTo(control);
        }
    }

    @Test
    void aNewerVersionOrKindIsNamedAndNotTakenForBroken() {
        byte[] newer = DispatchCodec.toBytes(new DispatchMessage.Cancellation("i1", "token"), NEXT);
        assertThatThrownBy(() -> DispatchCodec.fromBytes(newer))
                .isInstanceOf(NewerFormatException.class)
                .hasMessage("message version 3 is newer than this release");
        assertThat(DispatchCodec.fromBytes(newer, NEXT)).isEqualTo(new DispatchMessage.Cancellation("i1", "token"));

        assertThatThrownBy(() -> DispatchCodec.fromBytes(new byte[] {2, 99}))
                .isInstanceOf(NewerFormatException.class)
                .hasMessageStartingWith("message kind 99");
    }

    @Test
    void aVersionThatWasNeverReleasedIsCorrupt() {
        assertThatThrownBy(() -> DispatchCodec.fromBytes(new byte[] {1, 2})).isInstanceOf(CorruptBytesException.class);
    }

    @Test
    void aReleaseWritesOnlyWhatItKnows() {
        assertThatThrownBy(() -> FormatVersions.writing(FormatVersions.NEWEST + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FormatVersions.writing(FormatVersions.OLDEST - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
