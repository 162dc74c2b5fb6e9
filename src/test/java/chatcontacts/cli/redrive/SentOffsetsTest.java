package chatcontacts.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class SentOffsetsTest {

    private static SentOffsets fresh() {
        return SentOffsets.of(null, 10, 100);
    }

    private static SentOffsets again(SentOffsets sent) {
        return SentOffsets.of(sent.toCommit(), 0, Long.MAX_VALUE);
    }

    @Test
    void beginsWhereTheTopicBegins() {
        assertThat(fresh().base()).isEqualTo(10);
        assertThat(fresh().contains(9)).isTrue();
        assertThat(fresh().contains(10)).isFalse();
        assertThat(fresh().toCommit()).isEqualTo(new OffsetAndMetadata(10, ""));
    }

    @Test
    void remembersWhatWasSentBehindWhatWasLeftOut() {
        SentOffsets sent = fresh();
        sent.add(10, 12);
        sent.add(14, 20);
        sent.add(30, 30);

        SentOffsets read = again(sent);

        assertThat(read.base()).isEqualTo(13);
        assertThat(read.contains(13)).isFalse();
        assertThat(read.contains(14)).isTrue();
        assertThat(read.contains(21)).isFalse();
        assertThat(read.contains(30)).isTrue();
        read.add(13, 13);
        assertThat(read.base()).isEqualTo(21);
    }

    @Test
    void keepsAnyPatternThroughCommits() {
        var random = new Random(7);
        SentOffsets sent = SentOffsets.of(null, 0, 0);
        var expected = new TreeSet<Long>();
        for (int i = 0; i < 3_000; i++) {
            long offset = random.nextInt(8_000);
            expected.add(offset);
            sent.add(offset, offset);
            if (i % 500 == 0) {
                sent = again(sent);
            }
        }
        SentOffsets last = again(sent);

        assertThat(last.forgotten()).isZero();
        for (long offset = 0; offset < 8_000; offset++) {
            assertThat(last.contains(offset)).as("offset %d", offset).isEqualTo(expected.contains(offset));
        }
    }

    @Test
    void forgetsTheOldestThatWereLeftOutRatherThanOutgrowTheBroker() {
        var random = new Random(7);
        SentOffsets sent = SentOffsets.of(null, 0, 0);
        int skipped = 0;
        for (long offset = 0; offset < 60_000; offset++) {
            if (random.nextBoolean()) {
                sent.add(offset, offset);
            } else {
                skipped++;
            }
        }
        OffsetAndMetadata committed = sent.toCommit();

        assertThat(committed.metadata()).hasSizeLessThanOrEqualTo(SentOffsets.MAX_METADATA);
        assertThat(committed.offset()).isBetween(10_000L, 59_000L);
        assertThat(sent.forgotten()).isBetween(1L, (long) skipped);
        assertThat(SentOffsets.of(committed, 0, 60_000).contains(committed.offset() - 1))
                .isTrue();
    }

    @Test
    void remembersHalfAMillionInARowBehindOneThatWasLeftOut() {
        SentOffsets sent = fresh();
        sent.add(11, 500_000);

        assertThat(again(sent).base()).isEqualTo(10);
        assertThat(again(sent).contains(500_000)).isTrue();
        assertThat(again(sent).contains(500_001)).isFalse();
    }

    @Test
    void doesNotWaitForWhatTheTopicHasDeleted() {
        SentOffsets sent = fresh();
        sent.add(12, 12);
        sent.add(15, 15);

        SentOffsets read = SentOffsets.of(sent.toCommit(), 14, 100);

        assertThat(read.base()).isEqualTo(14);
        assertThat(read.contains(14)).isFalse();
        assertThat(read.contains(15)).isTrue();
    }

    @Test
    void theMemoryOfAFormerTopicDoesNotCount() {
        assertThat(SentOffsets.of(new OffsetAndMetadata(101, ""), 0, 100).base())
                .isZero();
    }

    @Test
    void refusesTheGroupOfAnother() {
        assertThatThrownBy(() -> SentOffsets.of(new OffsetAndMetadata(1, "AgAAAZ"), 0, 100))
                .isInstanceOf(RedriveException.class)
                .hasMessageContaining("--group");
        assertThatThrownBy(() -> SentOffsets.of(new OffsetAndMetadata(1, "1:%"), 0, 100))
                .isInstanceOf(RedriveException.class);
        assertThatThrownBy(() -> SentOffsets.of(new OffsetAndMetadata(1, "1:AAAA"), 0, 100))
                .isInstanceOf(RedriveException.class);
    }
}
