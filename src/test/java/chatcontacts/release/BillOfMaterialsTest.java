package chatcontacts.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillOfMaterialsTest {

    @TempDir
    private Path folder;

    @Test
    void namesTheClassesOfOthersThatLieInOurJarAndOnlyThose() throws IOException {
        Path jar = folder.resolve("shaded.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            library(entries, "org.apache.pinot", "pinot-confluent-avro", "1.5.0");
            library(entries, "io.confluent", "kafka-avro-serializer", "7.9.5");
            library(entries, "com.google.guava", "guava", "33.5.0-jre");
            library(entries, "org.apache.kafka", "kafka-clients", "3.9.0"); // in that jar, and not unpacked
        }
        Path bill = Files.writeString(folder.resolve("bom.json"), "{\"components\": [{\"name\": \"avro\"}]}");

        BillOfMaterials.complete(jar, bill);

        JsonNode components = new ObjectMapper().readTree(bill.toFile()).path("components");
        assertThat(components)
                .extracting(it -> it.path("name").asText())
                .containsExactly("avro", "pinot-confluent-avro");
        assertThat(components.get(1).path("components"))
                .extracting(it -> it.path("purl").asText())
                .containsExactly(
                        "pkg:maven/com.google.guava/guava@33.5.0-jre?type=jar",
                        "pkg:maven/io.confluent/kafka-avro-serializer@7.9.5?type=jar");
    }

    private static void library(JarOutputStream jar, String group, String artifact, String version) throws IOException {
        jar.putNextEntry(new JarEntry("META-INF/maven/" + group + "/" + artifact + "/pom.properties"));
        jar.write("groupId=%s%nartifactId=%s%nversion=%s%n"
                .formatted(group, artifact, version)
                .getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
    }
}
