package chatcontacts.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The schema registry. Its text form hides secrets.
 *
 * @param url one or several, separated by commas
 * @param serde passed to Confluent's serializers and registry client as is, without {@code schema.registry.url}
 */
public record RegistrySettings(String url, Map<String, String> serde) {

    /** The setting under which Confluent's classes look for the address. */
    public static final String URL = "schema.registry.url";

    public RegistrySettings {
        serde = Collections.unmodifiableMap(new LinkedHashMap<>(serde));
    }

    /** The settings for Confluent's classes, the address included. */
    public Map<String, Object> client() {
        Map<String, Object> client = new LinkedHashMap<>(serde);
        client.put(URL, url);
        return client;
    }

    @Override
    public String toString() {
        return "RegistrySettings[url=" + url + ", serde=" + Secrets.printable(serde) + "]";
    }
}
