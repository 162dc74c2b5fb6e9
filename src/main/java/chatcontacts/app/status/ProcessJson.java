package chatcontacts.app.status;

import chatcontacts.app.metrics.OutcomeHistory;
import chatcontacts.config.BuildVersion;
import chatcontacts.config.Settings;
import chatcontacts.dispatch.engine.LaneSnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams.State;

/** All about one process that its status page shows, as it is told over HTTP. */
final class ProcessJson {

    private ProcessJson() {}

    /**
     * The page.
     *
     * @param views the newest pictures of the lanes that it owns
     * @param owner in words, by the name of the lane
     * @param outcomes as {@link OutcomeHistory#page} has them
     */
    static Map<String, Object> of(
            Settings settings,
            Instant now,
            Instant startedAt,
            State intake,
            State dispatch,
            List<LaneSnapshot> views,
            Function<String, String> owner,
            Map<String, Object> outcomes) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("at", now.toString());
        page.put("applicationId", settings.applicationId());
        page.put("clientId", settings.kafka().clientId());
        page.put("version", BuildVersion.CURRENT);
        page.put("startedAt", startedAt.toString());
        page.put("intake", intake.name());
        page.put("dispatch", dispatch.name());
        page.putAll(LaneJson.lanes(settings, views, owner));
        page.putAll(LaneJson.instances(settings, views));
        page.put("outcomes", outcomes);
        return page;
    }
}
