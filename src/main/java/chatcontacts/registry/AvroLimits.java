package chatcontacts.registry;

import chatcontacts.ChatResult;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Bounds for Avro's decoder, which reads lengths from the wire and allocates what they say: a few hostile bytes would
 * otherwise ask for gigabytes. Avro reads them once, when it first decodes. And leave for Avro, which since 1.12 makes objects of
 * trusted classes only, to use those that were generated from our schemas.
 */
final class AvroLimits {

    /** No value of ours is longer than the largest record of the hop. */
    private static final int LONGEST = 2 * 1024 * 1024;

    private static final AtomicBoolean TRUSTED = new AtomicBoolean();

    private AvroLimits() {}

    static void set() {
        propose("org.apache.avro.limits.bytes.maxLength");
        propose("org.apache.avro.limits.string.maxLength");
        propose("org.apache.avro.limits.collectionItems.maxLength");
        if (TRUSTED.compareAndSet(false, true)) {
            String ours = ChatResult.class.getPackageName();
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(ours)));
        }
    }

    private static void propose(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(LONGEST));
        }
    }
}
