package chatcontacts.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.cli.console.StopToken;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.RegistryUnavailable;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.ClientTokens;
import chatcontacts.wire.Original;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RedriveTest {

    private static final InstantSource CLOCK = InstantSource.fixed(DeadLetterSamples.AT.plus(Duration.ofHours(1)));

    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final List<String> sent = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> originals = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
    private final Set<String> tooLarge = new HashSet<>();
    private int failAfterBatches = Integer.MAX_VALUE;
    private boolean stopAsked;
    private RequestDecoder decoder = (name, value, schemaId) -> new Malformed("no request", Optional.empty());
    private Selection selection =
            new Selection(Set.of(), Set.of(), Optional.empty(), Optional.empty(), List.of(), Set.of(), Set.of());
    private long max = Long.MAX_VALUE;
    private double perSecond = Double.POSITIVE_INFINITY;

    private final StopToken stop = new StopToken() {
        @Override
        public boolean isRequested() {
            return stopAsked;
        }

        @Override
        public void pause(Duration length) {
            pauses.add(length);
        }
    };

    private Set<Integer> send(
            List<ProducerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (batches.size() >= failAfterBatches) {
            throw new KafkaException("killed");
        }
        Set<Integer> large = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            if (tooLarge.contains(text(records.get(i).value()))) {
                large.add(i);
            }
        }
        if (large.isEmpty()) {
            batches.add(records.size());
            records.forEach(it -> sent.add(text(it.value())));
            originals.addAll(records);
            committed.putAll(offsets);
        }
        return large;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private RedriveReport run() {
        try (var consumer = new TopicOf(topic, committed)) {
            var rules = new RedriveRules(DeadLetterSamples.REQUESTS, selection.reasons(), 3, Optional.empty());
            var plan =
                    new RedrivePlan(DeadLetterSamples.TOPIC, selection, rules, max, perSecond, Duration.ofSeconds(5));
            return new Redrive(plan, consumer, decoder, this::send, stop, CLOCK, new RedriveListener() {
                        @Override
                        public void decided(Decision row) {}

                        @Override
                        public void progress(RedriveReport soFar) {}
                    })
                    .run();
        }
    }

    /** A topic of one partition, with one end. */
    private static final class TopicOf extends MockConsumer<byte[], byte[]> {
        TopicOf(List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> committed) {
            super("earliest");
            updatePartitions(
                    DeadLetterSamples.TOPIC, List.of(new PartitionInfo(DeadLetterSamples.TOPIC, 0, null, null, null)));
            updateBeginningOffsets(Map.of(DeadLetterSamples.PARTITION, 0L));
            long end = records.isEmpty() ? 0 : records.getLast().offset() + 1;
            updateEndOffsets(Map.of(DeadLetterSamples.PARTITION, end));
            schedulePollTask(() -> records.forEach(it -> {
                if (it.offset() >= position(DeadLetterSamples.PARTITION)) {
                    addRecord(it);
                }
            }));
            this.committed = committed;
        }

        private final Map<TopicPartition, OffsetAndMetadata> committed;

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            return new HashMap<>(committed);
        }
    }

    private void letters(long first, long last) {
        LongStream.rangeClosed(first, last).forEach(it -> topic.add(DeadLetterSamples.letter(it, "REJECTED")));
    }

    @Test
    void sendsEachOnceHoweverOftenItRuns() {
        letters(0, 249);

        assertThat(run().total().sent()).isEqualTo(250);
        assertThat(batches).containsExactly(100, 100, 50);
        assertThat(run().total().sent()).isZero();
        assertThat(sent).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void anEmptyTopicIsNothingToDo() {
        assertThat(run().readSoFar()).isZero();
    }

    @Test
    void goesOnAfterAKilledRunWithTheBatchThatWasNotCommitted() {
        letters(0, 249);
        failAfterBatches = 1;
        assertThatThrownBy(this::run).isInstanceOf(KafkaException.class);
        assertThat(sent).hasSize(100);

        failAfterBatches = Integer.MAX_VALUE;
        assertThat(run().total().sent()).isEqualTo(150);
        assertThat(sent).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void whatOneRunLeavesOutAnotherFindsAndSendsNothingTwice() {
        letters(0, 2);
        topic.add(DeadLetterSamples.letter(3, "UNCERTAIN"));
        letters(4, 6);
        topic.add(DeadLetterSamples.letter(8, "INVALID"));

        selection = new Selection(
                Set.of(Reason.INVALID), Set.of(), Optional.empty(), Optional.empty(), List.of(), Set.of(), Set.of());
        assertThat(run().notSelectedSoFar()).isEqualTo(7);
        selection =
                new Selection(Set.of(), Set.of(), Optional.empty(), Optional.empty(), List.of(), Set.of(), Set.of());
        RedriveReport all = run();
        assertThat(all.skipped().get(SkipReason.NOT_NAMED).number()).isEqualTo(1);
        assertThat(all.sentEarlier()).isEqualTo(1);
        selection = new Selection(
                Set.of(Reason.UNCERTAIN), Set.of(), Optional.empty(), Optional.empty(), List.of(), Set.of(), Set.of());
        run();

        assertThat(sent).containsExactly("8", "0", "1", "2", "4", "5", "6", "3");
        assertThat(committed.get(DeadLetterSamples.PARTITION)).isEqualTo(new OffsetAndMetadata(9, ""));
    }

    @Test
    void stopsAtItsMostAndSaysSo() {
        letters(0, 249);
        max = 120;

        RedriveReport report = run();

        assertThat(report.total().sent()).isEqualTo(120);
        assertThat(report.isStopped()).isTrue();
        run();
        assertThat(sent).hasSize(240).doesNotHaveDuplicates();
    }

    @Test
    void endsWithoutSendingMoreWhenAsked() {
        letters(0, 9);
        stopAsked = true;

        assertThat(run().isStopped()).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void keepsToItsRateBetweenSmallBatches() {
        letters(0, 9);
        perSecond = 4;

        run();

        assertThat(batches).containsExactly(2, 2, 2, 2, 2);
        assertThat(pauses).hasSize(5).allSatisfy(it -> assertThat(it).isLessThanOrEqualTo(Duration.ofMillis(500)));
    }

    @Test
    void oneThatTheTopicDoesNotTakeKeepsNobodyElse() {
        letters(0, 4);
        tooLarge.add("2");

        RedriveReport report = run();

        assertThat(sent).containsExactly("0", "1", "3", "4");
        assertThat(report.skipped().get(SkipReason.TOO_LARGE).places()).containsExactly("letters-0@2");
        assertThat(committed.get(DeadLetterSamples.PARTITION).offset()).isEqualTo(2);
    }

    @Test
    void countsByReasonCodeAndInstance() {
        letters(0, 1);
        topic.add(DeadLetterSamples.letter(2, "UNCERTAIN", "chat.error.code", "timeout"));

        RedriveReport report = run();

        assertThat(report.byReason().get("REJECTED").sent()).isEqualTo(2);
        assertThat(report.byReason().get("UNCERTAIN").found()).isEqualTo(1);
        assertThat(report.byReason().get("UNCERTAIN").sent()).isZero();
        assertThat(report.byErrorCode()).containsOnlyKeys("-", "timeout");
        assertThat(report.byInstance().get("-").found()).isEqualTo(3);
    }

    @Test
    void selectsByErrorCodeAndByTheFlowOfTheRequest() {
        decoder = (name, value, schemaId) -> new Decoded(
                new DecodedRequest(
                        StartChat.of("11111111-1111-4111-8111-111111111111", "flow " + text(value), "customer"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        5,
                        Optional.empty(),
                        Optional.empty()),
                new InOriginal(0, 0));
        topic.add(DeadLetterSamples.letter(0, "REJECTED", "chat.error.code", "InvalidRequestException"));
        topic.add(DeadLetterSamples.letter(1, "REJECTED", "chat.error.code", "InvalidRequestException"));
        topic.add(DeadLetterSamples.letter(2, "REJECTED", "chat.error.code", "another"));
        topic.add(DeadLetterSamples.letter(3, "EXPIRED"));
        selection = selecting(Set.of("InvalidRequestException"), Set.of("flow 1", "flow 2"));
        run();
        assertThat(sent).containsExactly("1");

        sent.clear();
        selection = selecting(Set.of(Selection.NO_ERROR_CODE), Set.of());
        run();
        assertThat(sent).containsExactly("3");
    }

    private static Selection selecting(Set<String> errorCodes, Set<String> contactFlows) {
        return new Selection(
                Set.of(), Set.of(), Optional.empty(), Optional.empty(), List.of(), errorCodes, contactFlows);
    }

    @Test
    void selectsByTimeAndPlace() {
        letters(0, 9);
        selection = new Selection(
                Set.of(),
                Set.of(),
                Optional.of(DeadLetterSamples.AT.plusSeconds(2)),
                Optional.of(DeadLetterSamples.AT.plusSeconds(8)),
                List.of(OffsetRange.parse("0:4-"), OffsetRange.parse("0:2"), OffsetRange.parse("1")),
                Set.of(),
                Set.of());

        run();

        assertThat(sent).containsExactly("2", "4", "5", "6", "7");
    }

    @Test
    void aLetterOfKafkaStreamsOwnHandlerIsSentUnderTheTokenThatIntakeWouldHaveDerived() {
        selection = new Selection(
                Set.of(Reason.MALFORMED), Set.of(), Optional.empty(), Optional.empty(), List.of(), Set.of(), Set.of());
        topic.add(DeadLetterSamples.ofStreams(0, DeadLetterSamples.REQUESTS));
        topic.add(DeadLetterSamples.ofStreams(1, "elsewhere"));

        RedriveReport report = run();

        assertThat(report.byReason().get("MALFORMED").found()).isEqualTo(2);
        assertThat(report.skipped()).containsOnlyKeys(SkipReason.NOT_A_REQUEST);
        ProducerRecord<byte[], byte[]> again = originals.getFirst();
        assertThat(originals).hasSize(1);
        assertThat(again.topic()).isEqualTo(DeadLetterSamples.REQUESTS);
        assertThat(text(again.value())).isEqualTo("0");
        String token = ClientTokens.derive(new Original(
                new Source(DeadLetterSamples.REQUESTS, 3, 17),
                DeadLetterSamples.AT,
                again.key(),
                again.value(),
                List.of()));
        assertThat(again.headers())
                .extracting(it -> it.key() + "=" + text(it.value()))
                .containsExactly("traceparent=00-1", "chat.client.token=" + token, "chat.redrive.count=1");
    }

    @Test
    void aRegistryThatDoesNotAnswerEndsTheRunWithThePlace() {
        letters(0, 1);
        decoder = (name, value, schemaId) -> new RegistryUnavailable("no answer");

        assertThatThrownBy(this::run).isInstanceOf(RedriveException.class).hasMessage("no answer, at letters-0@0");
        assertThat(sent).isEmpty();
    }
}
