package chatcontacts.app.status;

import chatcontacts.app.limits.LimitsView;
import chatcontacts.app.metrics.DeadLetterGroups.DeadLetterCounts;
import chatcontacts.app.metrics.OutcomeHistory;
import chatcontacts.config.BuildVersion;
import chatcontacts.config.Settings;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.registry.Writers.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams.State;

/** All that the status page shows of one process, as JSON. */
final class ProcessJson {

    private ProcessJson() {}

    /**
     * The JSON object.
     *
     * @param snapshots the newest snapshots of the lanes that the process owns
     * @param owner the owner's name, by the name of the lane
     * @param hosts that the calls of a lane go to, by the name of the lane
     * @param brokerSilence how long no broker has responded
     * @param outcomes from {@link OutcomeHistory#toJson}
     * @param deadLetters that the process has written
     * @param writers of the requests that the process took in
     */
    static Map<String, Object> of(
            Settings settings,
            LimitsView limits,
            Instant now,
            Instant startedAt,
            State intake,
            State dispatch,
            List<LaneSnapshot> snapshots,
            Function<String, String> owner,
            Function<String, String> hosts,
            Duration brokerSilence,
            Map<String, Object> outcomes,
            DeadLetterCounts deadLetters,
            List<Writer> writers) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", now.toString());
        json.put("applicationId", settings.applicationId());
        json.put("clientId", settings.kafka().clientId());
        json.put("version", BuildVersion.CURRENT);
        json.put("startedAt", startedAt.toString());
        json.put("intake", intake.name());
        json.put("dispatch", dispatch.name());
        json.put("brokersSilentSeconds", brokerSilence.toSeconds());
        json.put("takesCommands", settings.http().control().isPresent());
        json.putAll(LaneJson.lanes(settings, limits, snapshots, owner, hosts));
        json.putAll(LaneJson.instances(settings, limits, snapshots));
        json.put("outcomes", outcomes);
        json.put("deadLetters", DeadLetterJson.of(deadLetters));
        json.put("writers", writers.stream().map(ProcessJson::row).toList());
        return json;
    }

    private static Map<String, Object> row(Writer writer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("schema", writer.schema());
        row.put("subject", writer.subject());
        row.put("records", writer.records());
        row.put("missingFields", writer.missingFields());
        row.put("unknownFields", writer.unknownFields());
        return row;
    }
}
