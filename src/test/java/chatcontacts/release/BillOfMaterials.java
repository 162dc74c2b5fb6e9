package chatcontacts.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Completes the bill of materials (CycloneDX, JSON) with the classes of others that lie in our own jar. The plug-in lists what Maven
 * resolves as dependencies, and these are unpacked instead (see NOTICE). Which they are is read from the jar that they come from.
 */
final class BillOfMaterials {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String LICENSE = "Apache-2.0";

    /** Whose classes are unpacked. */
    private static final List<String> REPUBLISHED =
            List.of("io.confluent", "com.fasterxml.jackson", "com.google.guava");

    /** A library as Maven names it. */
    private record Library(String group, String artifact, String version) {

        String purl() {
            return "pkg:maven/" + group + "/" + artifact + "@" + version;
        }
    }

    private BillOfMaterials() {}

    /** Arguments: the jar that the classes were unpacked from, and the bill. */
    public static void main(String[] args) throws IOException {
        complete(Path.of(args[0]), Path.of(args[1]));
    }

    static void complete(Path republisher, Path bill) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(bill.toFile());
        List<Library> libraries = libraries(republisher);
        Library carrier = libraries.stream()
                .filter(it -> it.group().equals("org.apache.pinot"))
                .findFirst()
                .orElseThrow();
        ObjectNode component = component(carrier, carrier.purl() + "?classifier=shaded&type=jar");
        ArrayNode inside = component.putArray("components");
        libraries.stream()
                .filter(it -> REPUBLISHED.stream().anyMatch(it.group()::startsWith))
                .sorted(Comparator.comparing(Library::purl))
                .forEach(it -> inside.add(component(it, it.purl() + "?type=jar")));
        root.withArray("components").add(component);
        JSON.writeValue(bill.toFile(), root);
    }

    private static ObjectNode component(Library library, String purl) {
        ObjectNode component = JSON.createObjectNode();
        component.put("type", "library");
        component.put("bom-ref", purl);
        component.put("group", library.group());
        component.put("name", library.artifact());
        component.put("version", library.version());
        component.put("scope", "required");
        component.putArray("licenses").addObject().putObject("license").put("id", LICENSE);
        component.put("purl", purl);
        return component;
    }

    /** Everything that the jar says it contains. */
    private static List<Library> libraries(Path jar) throws IOException {
        List<Library> libraries = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        Properties maven = new Properties();
                        maven.load(in);
                        libraries.add(new Library(
                                maven.getProperty("groupId"),
                                maven.getProperty("artifactId"),
                                maven.getProperty("version")));
                    }
                }
            }
        }
        return libraries;
    }
}
