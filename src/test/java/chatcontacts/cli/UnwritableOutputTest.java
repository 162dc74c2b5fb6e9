package chatcontacts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RecordedConsole;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnwritableOutputTest {

    private static final String RESULTS = "chat-results";
    private static final String DEAD_LETTERS = "chat-requests-dead-letter";

    private final RecordedConsole console = new RecordedConsole();

    /** Takes that many lines, and then nothing more. */
    private static final class Closing extends Writer {
        private int lines;

        Closing(int lines) {
            this.lines = lines;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            if (lines <= 0) {
                throw new IOException("Broken pipe");
            }
            lines -= (int) new String(text, from, length).lines().count();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "config show",
                "config validate --json",
                "submit --generate-skeleton",
                "completion bash"
            })
    void anAnswerThatWasNotWrittenIsNoSuccess(String line) {
        console.out = new Closing(0);

        assertThat(console.run(line)).isEqualTo(ExitCode.UNREACHABLE);

        assertThat(console.errors()).containsExactly(Output.UNWRITABLE);
    }

    @Test
    @Timeout(60)
    void watchEndsWhenNobodyReadsItAnyMore() {
        console.environment.put("CHAT_SCHEMA_REGISTRY_URL", "mock://watch");
        console.consumer = settings -> busyTopics();
        console.out = new Closing(3);

        assertThat(console.run("watch")).isEqualTo(ExitCode.UNREACHABLE);

        assertThat(console.errors()).last().isEqualTo(Output.UNWRITABLE);
    }

    /** Another record at each poll. */
    private static MockConsumer<byte[], byte[]> busyTopics() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
        Node node = new Node(0, "broker", 9092);
        for (String topic : List.of(RESULTS, DEAD_LETTERS)) {
            consumer.updatePartitions(
                    topic, List.of(new PartitionInfo(topic, 0, node, new Node[] {node}, new Node[] {node})));
            consumer.updateEndOffsets(Map.of(new TopicPartition(topic, 0), 0L));
        }
        write(consumer, 0);
        return consumer;
    }

    private static void write(MockConsumer<byte[], byte[]> consumer, long offset) {
        consumer.schedulePollTask(() -> {
            consumer.addRecord(new ConsumerRecord<>(RESULTS, 0, offset, null, null));
            write(consumer, offset + 1);
        });
    }
}
