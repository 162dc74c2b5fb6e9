package chatcontacts.registry;

/**
 * Bounds for Avro's decoder, which reads lengths from the wire and allocates what they say: a few hostile bytes would
 * otherwise ask for gigabytes. Avro reads them once, when it first decodes.
 */
final class AvroLimits {

    /** No value is longer than the largest record of the dispatch topic. */
    private static final int MAX_LENGTH = 2 * 1024 * 1024;

    private AvroLimits() {}

    static void set() {
        propose("org.apache.avro.limits.bytes.maxLength");
        propose("org.apache.avro.limits.string.maxLength");
        propose("org.apache.avro.limits.collectionItems.maxLength");
    }

    private static void propose(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(MAX_LENGTH));
        }
    }
}
