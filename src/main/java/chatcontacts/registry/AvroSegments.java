package chatcontacts.registry;

import chatcontacts.domain.request.SegmentValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Segment attributes between Avro and the domain, both ways. */
final class AvroSegments {

    private AvroSegments() {}

    static Map<String, SegmentValue> toDomain(Map<String, chatcontacts.SegmentAttributeValue> avro) {
        Map<String, SegmentValue> values = new HashMap<>();
        avro.forEach((key, value) -> values.put(key, toDomain(value)));
        return values;
    }

    private static SegmentValue toDomain(chatcontacts.SegmentAttributeValue avro) {
        long kinds = Stream.of(
                        avro.getValueString(),
                        avro.getValueInteger(),
                        avro.getValueMap(),
                        avro.getValueList(),
                        avro.getValueArn())
                .filter(Objects::nonNull)
                .count();
        if (kinds != 1) {
            return new SegmentValue.Ambiguous((int) kinds);
        }
        if (avro.getValueString() != null) {
            return new SegmentValue.Text(avro.getValueString());
        }
        if (avro.getValueInteger() != null) {
            return new SegmentValue.Whole(avro.getValueInteger());
        }
        if (avro.getValueMap() != null) {
            return new SegmentValue.Group(toDomain(avro.getValueMap()));
        }
        if (avro.getValueList() != null) {
            List<SegmentValue> values = new ArrayList<>();
            avro.getValueList().forEach(value -> values.add(toDomain(value)));
            return new SegmentValue.Sequence(values);
        }
        return new SegmentValue.Arn(avro.getValueArn());
    }

    static Map<String, chatcontacts.SegmentAttributeValue> toAvro(Map<String, SegmentValue> values) {
        Map<String, chatcontacts.SegmentAttributeValue> avro = new HashMap<>();
        values.forEach((key, value) -> avro.put(key, toAvro(value)));
        return avro;
    }

    private static chatcontacts.SegmentAttributeValue toAvro(SegmentValue value) {
        var avro = new chatcontacts.SegmentAttributeValue();
        switch (value) {
            case SegmentValue.Text text -> avro.setValueString(text.value());
            case SegmentValue.Whole whole -> avro.setValueInteger(whole.value());
            case SegmentValue.Group group -> avro.setValueMap(toAvro(group.values()));
            case SegmentValue.Sequence sequence ->
                avro.setValueList(
                        sequence.values().stream().map(AvroSegments::toAvro).toList());
            case SegmentValue.Arn arn -> avro.setValueArn(arn.value());
            case SegmentValue.Ambiguous ambiguous -> ambiguous(avro, ambiguous.kinds());
        }
        return avro;
    }

    /** As many kinds as were counted; what stood in them was not kept. */
    private static void ambiguous(chatcontacts.SegmentAttributeValue avro, int kinds) {
        List<Runnable> setters = List.of(
                () -> avro.setValueString(""),
                () -> avro.setValueInteger(0),
                () -> avro.setValueArn(""),
                () -> avro.setValueMap(Map.of()),
                () -> avro.setValueList(List.of()));
        setters.stream().limit(kinds).forEach(Runnable::run);
    }
}
