package chatcontacts.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** The schemas that this release ships, as they stand in the registry: without properties that only Java knows. */
public final class BundledSchemas {

    private BundledSchemas() {}

    /**
     * The value schema of each topic, for {@link SchemaRegistration}.
     *
     * @param cancellations empty if that input is off
     * @param control empty if there are no commands of operators
     * @param controlLog empty if there are none
     */
    public static Map<String, Schema> byTopic(
            String requests, String results, String cancellations, String control, String controlLog) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        schemas.put(requests, plain(chatcontacts.ChatRequest.getClassSchema()));
        schemas.put(results, plain(chatcontacts.ChatResult.getClassSchema()));
        if (!cancellations.isEmpty()) {
            schemas.put(cancellations, plain(chatcontacts.ChatCancellation.getClassSchema()));
        }
        if (!control.isEmpty()) {
            schemas.put(control, plain(chatcontacts.ChatControl.getClassSchema()));
            schemas.put(controlLog, plain(chatcontacts.ChatControlLog.getClassSchema()));
        }
        return schemas;
    }

    private static Schema plain(Schema generated) {
        return new Schema.Parser().parse(generated.toString().replace(",\"avro.java.string\":\"String\"", ""));
    }
}
