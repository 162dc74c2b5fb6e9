package chatcontacts.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that it may load the classes generated from the shipped schemas, and no others beside those that it trusted
 * already: since 1.12.2 it refuses every class by default, because a writer's schema may name any. Process-wide, as Avro has
 * it; done once.
 */
final class TrustedClasses {

    static {
        ClassSecurityValidator.Builder ours = ClassSecurityValidator.builder();
        Set<String> names = new HashSet<>();
        List.of(
                        chatcontacts.ChatRequest.getClassSchema(),
                        chatcontacts.ChatResult.getClassSchema(),
                        chatcontacts.ChatCancellation.getClassSchema(),
                        chatcontacts.ChatControl.getClassSchema(),
                        chatcontacts.ChatControlLog.getClassSchema())
                .forEach(schema -> collect(schema, names));
        names.forEach(ours::add);
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours.build()));
    }

    private TrustedClasses() {}

    /** To be called before Avro first meets a generated class. */
    static void ensure() {
        // Loading this class did it.
    }

    private static void collect(Schema schema, Set<String> names) {
        switch (schema.getType()) {
            case RECORD -> {
                if (names.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> collect(field.schema(), names));
                }
            }
            case ENUM, FIXED -> names.add(schema.getFullName());
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, names));
            case ARRAY -> collect(schema.getElementType(), names);
            case MAP -> collect(schema.getValueType(), names);
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }
}
