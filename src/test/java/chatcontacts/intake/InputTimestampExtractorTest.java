package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.wire.EmptyHeaders;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTimestampExtractorTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1772367600000, 1772367600000", "-1, 0", "-9223372036854775808, 0"})
    void isTheRecordsOwnAndNeverNegative(long timestamp, long extracted) {
        ConsumerRecord<Object, Object> record = new ConsumerRecord<>(
                "t",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                EmptyHeaders.create(),
                Optional.empty());

        assertThat(new InputTimestampExtractor().extract(record, 5)).isEqualTo(extracted);
    }
}
