package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import chatcontacts.domain.request.CancellationDecoder.DecodedCancellation;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.testkit.servers.LocalRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Values of Confluent's JavaScript serializer, with the schema id in front of the value and in a header, against a real registry.
 * Runs only where the system property {@code interop.javascript} names the folder of the script, with its packages installed.
 */
class JavaScriptProducerIT {

    private static final Pattern OUTPUT = Pattern.compile("\\{\"value\":\"([0-9a-f]*)\",\"header\":\"([0-9a-f]*)\"}");
    private static final String REQUEST = "{\"instanceId\":\"i\",\"contactFlowId\":\"f\","
            + "\"participantDetails\":{\"displayName\":\"J\u00F6rg \uD83D\uDE00\"},\"attributes\":{\"k\":\"v\"}}";

    private final String folder = System.getProperty("interop.javascript", "");

    @SuppressWarnings("ArrayRecordComponent") // bytes that are only handed on
    private record Serialized(byte[] value, Optional<byte[]> header) {}

    @BeforeEach
    void needsNode() {
        assumeThat(folder)
                .as("-Dinterop.javascript names a folder with Confluent's JavaScript client")
                .isNotEmpty();
    }

    @Test
    void areReadWithTheirSchemaIdInFrontAndInAHeader() throws Exception {
        try (LocalRegistry registry = LocalRegistry.startNew()) {
            Map<String, Object> settings = Map.of("schema.registry.url", registry.url());
            new SchemaRegistration(settings)
                    .register(BundledSchemas.byTopic("requests", "results", "cancellations", "", ""));
            try (RegistryConnection connection = RegistryConnection.with(settings)) {
                for (String form : new String[] {"prefix", "header"}) {
                    boolean inHeader = form.equals("header");
                    Serialized request = serialize(registry, "requests", form, REQUEST);
                    assertThat(request.header().isPresent()).isEqualTo(inHeader);
                    assertThat(connection.requestDecoder().decode("requests", request.value(), request.header()))
                            .isInstanceOfSatisfying(Decoded.class, it -> {
                                assertThat(it.request().call().displayName()).isEqualTo("J\u00F6rg \uD83D\uDE00");
                                assertThat(it.request().call().attributes()).contains(Map.of("k", "v"));
                                assertThat(it.body())
                                        .isEqualTo(new InOriginal(BundledSchemaRequestReader.SCHEMA, inHeader ? 0 : 5));
                            });
                    Serialized cancellation =
                            serialize(registry, "cancellations", form, "{\"instanceId\":\"i\",\"clientToken\":\"t\"}");
                    assertThat(connection
                                    .cancellationDecoder()
                                    .decode("cancellations", cancellation.value(), cancellation.header()))
                            .isEqualTo(new DecodedCancellation("i", "t"));
                }
            }
        }
    }

    private Serialized serialize(LocalRegistry registry, String topic, String form, String record)
            throws IOException, InterruptedException {
        String url = registry.url();
        Process node = new ProcessBuilder("node", "serialize.mjs", url, topic, form, record)
                .directory(Path.of(folder).toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        node.waitFor();
        Matcher printed = OUTPUT.matcher(output);
        assertThat(printed.find()).as(output).isTrue();
        HexFormat hex = HexFormat.of();
        return new Serialized(
                hex.parseHex(printed.group(1)),
                Optional.of(hex.parseHex(printed.group(2))).filter(it -> it.length > 0));
    }
}
