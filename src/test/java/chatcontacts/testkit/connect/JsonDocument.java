package chatcontacts.testkit.connect;

import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** The answer of another API than StartChatContact. */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are sent
record JsonDocument(int status, byte[] body) {

    /** An error, as JSON protocols write it. */
    static JsonDocument refused(int status, String code) {
        JsonWriter json = JsonWriter.create();
        json.writeStartObject();
        json.writeFieldName("__type").writeValue(code);
        json.writeFieldName("Message").writeValue("refused");
        json.writeEndObject();
        return new JsonDocument(status, json.getBytes());
    }
}
