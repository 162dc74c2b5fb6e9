package chatcontacts.registry;

import chatcontacts.ChatCancellation;
import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** The value schemas of the topics. */
public final class ShippedSchemas {

    private ShippedSchemas() {}

    /**
     * By topic, in the order in which they are registered.
     *
     * @param cancellations the topic of cancellations, if there is one
     */
    public static Map<String, Schema> byTopic(String requests, String results, Optional<String> cancellations) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        schemas.put(requests, plain(ChatRequest.getClassSchema()));
        schemas.put(results, plain(ChatResult.getClassSchema()));
        cancellations.ifPresent(topic -> schemas.put(topic, plain(ChatCancellation.getClassSchema())));
        return schemas;
    }

    /** Without the marks that tell Java's code generator which string class to use. */
    private static Schema plain(Schema schema) {
        String unmarked = schema.toString().replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                .replace(",\"avro.java.string\":\"String\"", "");
        return new Schema.Parser().parse(unmarked);
    }
}
