package chatcontacts.registry;

/**
 * Bounds for Avro's decoder, which reads lengths from the wire and allocates what they say: a few hostile bytes would
 * otherwise ask for gigabytes. Avro reads them once, when it first decodes.
 */
final class AvroLimits {

    /** No value is longer than the largest record of the dispatch topic. */
    private static final int MAX_LENGTH = 2 * 1024 * 1024;

    /** Connect takes attributes of 32 KiB in all: a map of more entries than that has bytes is refused before it fills the heap. */
    private static final int MAX_ITEMS = 40_000;

    private AvroLimits() {}

    static void set() {
        propose("org.apache.avro.limits.bytes.maxLength", MAX_LENGTH);
        propose("org.apache.avro.limits.string.maxLength", MAX_LENGTH);
        propose("org.apache.avro.limits.collectionItems.maxLength", MAX_ITEMS);
    }

    private static void propose(String property, int limit) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(limit));
        }
    }
}
