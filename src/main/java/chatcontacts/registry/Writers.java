package chatcontacts.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who writes requests: one entry for each writer's schema that this process has met, with its records and how it differs from the
 * shipped one. Each is logged once. Holds the first {@value #MAX_WRITERS}; the records of all others are counted together. A
 * record that is read again, as after a crash, counts again. Thread-safe.
 */
public final class Writers implements WriterListener {

    /** The schema of all that were met later. */
    public static final String OTHER = "other";

    static final int MAX_WRITERS = 50;
    private static final int MAX_FIELDS = 20;
    private static final int MAX_FIELD_LENGTH = 100;
    private static final String CLIENT_TOKEN = "clientToken";

    private static final Logger LOG = LoggerFactory.getLogger(Writers.class);

    private final WriterMetrics metrics;
    private final Map<SchemaId, Entry> entries = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();

    /**
     * A writer's schema.
     *
     * @param schema its id, or {@link #OTHER}
     * @param subject under which its first record asked for it; empty for {@link #OTHER}
     * @param records that arrived with it since the process started
     * @param missingFields of the shipped schema: the writer cannot set them. At most 20
     * @param unknownFields that are not passed on. At most 20
     */
    public record Writer(
            String schema,
            Optional<String> subject,
            long records,
            List<String> missingFields,
            List<String> unknownFields) {}

    private record Entry(
            String schema,
            String subject,
            LongAdder records,
            SchemaDifferences differences,
            boolean withoutClientToken) {
        Writer writer() {
            return new Writer(
                    schema,
                    Optional.of(subject),
                    records.sum(),
                    shown(differences.missingFields()),
                    shown(differences.unknownFields()));
        }
    }

    public Writers(WriterMetrics metrics) {
        this.metrics = metrics;
    }

    /** Those with the most records first. */
    public List<Writer> list() {
        List<Writer> list = new ArrayList<>(entries.values().stream()
                .map(Entry::writer)
                .sorted(Comparator.comparingLong(Writer::records).reversed().thenComparing(Writer::schema))
                .toList());
        if (others.sum() > 0) {
            list.add(new Writer(OTHER, Optional.empty(), others.sum(), List.of(), List.of()));
        }
        return list;
    }

    @Override
    public void written(SchemaId schema, String subject, SchemaDifferences differences) {
        Entry entry = entry(schema, subject, differences);
        if (entry == null) {
            others.increment();
            metrics.written(OTHER, lacksClientToken(differences));
        } else {
            entry.records().increment();
            metrics.written(entry.schema(), entry.withoutClientToken());
        }
    }

    private @Nullable Entry entry(SchemaId schema, String subject, SchemaDifferences differences) {
        Entry known = entries.get(schema);
        if (known != null || entries.size() >= MAX_WRITERS) {
            return known;
        }
        Entry entry =
                new Entry(schema.shortName(), subject, new LongAdder(), differences, lacksClientToken(differences));
        Entry sooner = entries.putIfAbsent(schema, entry);
        if (sooner != null) {
            return sooner;
        }
        tell(entry);
        return entry;
    }

    private void tell(Entry entry) {
        List<String> missing = shown(entry.differences().missingFields());
        List<String> unknown = shown(entry.differences().unknownFields());
        if (entry.withoutClientToken()) {
            LOG.atWarn()
                    .addKeyValue("subject", entry.subject())
                    .addKeyValue("schema", entry.schema())
                    .addKeyValue("missing", missing)
                    .log(
                            "A writer's schema has no clientToken: a request that this writer sends twice starts two chats");
        } else if (!missing.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("subject", entry.subject())
                    .addKeyValue("schema", entry.schema())
                    .addKeyValue("missing", missing)
                    .log("A writer's schema lacks fields of this release: this writer cannot set them");
        }
        if (!unknown.isEmpty()) {
            metrics.unknownFields(entry.differences().unknownFields().size());
            LOG.atWarn()
                    .addKeyValue("subject", entry.subject())
                    .addKeyValue("schema", entry.schema())
                    .addKeyValue("fields", unknown)
                    .log(
                            "A writer's schema has fields that this service does not know: their values are not passed on");
        }
    }

    private static boolean lacksClientToken(SchemaDifferences differences) {
        return differences.missingFields().contains(CLIENT_TOKEN);
    }

    /** Names that others chose, bounded. */
    private static List<String> shown(List<String> fields) {
        return fields.stream()
                .limit(MAX_FIELDS)
                .map(it -> it.length() <= MAX_FIELD_LENGTH ? it : it.substring(0, MAX_FIELD_LENGTH) + "...")
                .toList();
    }
}
