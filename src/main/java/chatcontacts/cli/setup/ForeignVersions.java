package chatcontacts.cli.setup;

import chatcontacts.cli.console.Output;
import chatcontacts.registry.LatestVersion;
import chatcontacts.registry.SchemaDifferences;
import java.util.LinkedHashMap;
import java.util.Map;

/** Versions of others, for people and as JSON. */
final class ForeignVersions {

    private ForeignVersions() {}

    /**
     * Names what a latest version lacks, or has more than this release. Says nothing if it has just the same.
     *
     * @param registered whether the schema of this release is in that subject
     */
    static void tell(Output output, String subject, LatestVersion latest, boolean registered) {
        if (latest.differences().equals(SchemaDifferences.NONE)) {
            return;
        }
        output.error((latest.isForeign() ? "" : "note: ") + sentence(subject, latest.version(), latest.differences()));
        if (latest.isForeign() && registered) {
            output.error("Producers that use the latest version write with that one; schemas repair deletes it.");
        }
    }

    static String sentence(String subject, int version, SchemaDifferences differences) {
        return subject + " version " + version + " " + String.join("; ", differences.clauses());
    }

    static Map<String, Object> json(SchemaDifferences differences) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("missingFields", differences.missingFields());
        json.put("missingDefaults", differences.missingDefaults());
        json.put("missingDocs", differences.missingDocs());
        json.put("otherTypes", differences.otherTypes());
        json.put("unknownFields", differences.unknownFields());
        return json;
    }
}
