package chatcontacts.config;

import chatcontacts.config.InstanceSettings.ContactEvents;
import chatcontacts.config.Settings.Hold;
import chatcontacts.config.Settings.Retry;
import chatcontacts.domain.admission.ProbePolicy;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.MessageLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Builds the typed tree from valid values. */
final class SettingsBuilder {

    private final ValidatedSettings values;

    SettingsBuilder(ValidatedSettings values) {
        this.values = values;
    }

    Settings build(KafkaSettings kafka, RegistrySettings registry) {
        Map<String, LaneSettings> lanes = new LinkedHashMap<>();
        values.list(SettingsDef.LANES).forEach(name -> lanes.put(name, lane(name)));
        Map<String, InstanceSettings> instances = new LinkedHashMap<>();
        for (String name : values.list(SettingsDef.INSTANCES)) {
            instances.put(name, instance(name));
        }
        return new Settings(
                values.text("application.id"),
                kafka,
                registry,
                new TopicSettings(
                        values.text("topics.requests"),
                        values.text("topics.dispatch"),
                        values.text("topics.results"),
                        values.text("topics.dead.letter"),
                        values.optional("topics.contact.events"),
                        values.optional("topics.cancellations")),
                lanes,
                instances,
                values.text("instances.unlisted").equals("accept") ? Optional.of(unlisted()) : Optional.empty(),
                new MessageLimits(
                        values.integer("limits.message.plain"),
                        values.integer("limits.message.markdown"),
                        values.integer("limits.message.json"),
                        values.integer("limits.message.interactive.response")),
                values.text("requests.other.types").equals("skip"),
                values.millis("dedup.retention.ms"),
                new Retry(
                        values.integer("retry.max.attempts"),
                        values.millis("retry.backoff.ms"),
                        values.millis("retry.backoff.max.ms")),
                new Hold(values.millis("hold.backoff.ms"), values.millis("hold.backoff.max.ms")),
                new ProbePolicy(values.decimal("hold.probe.share"), values.decimal("hold.wasted.per.start")),
                values.millis("request.max.wait.ms"),
                formats(values.text("formats.write")),
                values.bytes("state.memory.bytes"),
                values.bytes("state.uncommitted.max.bytes"),
                values.integer("http.port"),
                values.optional("http.management.port").map(Integer::valueOf),
                values.millis("shutdown.grace.ms"),
                values.flag("shutdown.leave.group"),
                values.millis("watchdog.stalled.ms"),
                Settings.LogFormat.valueOf(values.text("log.format").toUpperCase(Locale.ROOT)));
    }

    private static FormatVersions formats(String write) {
        return write.equals(SettingsDef.LATEST_FORMAT)
                ? FormatVersions.CURRENT
                : FormatVersions.writing(Integer.parseInt(write));
    }

    private LaneSettings lane(String name) {
        String lane = SettingsDef.lane(name, "");
        return new LaneSettings(
                name,
                values.optional(lane + "region"),
                new LaneAccounts(values).of(name).map(LaneAccounts.Told::account),
                values.optional(lane + "endpoint").map(URI::create),
                values.optional(lane + "role.arn"),
                values.optional(lane + "profile"),
                values.flag(lane + "no.sign.request"),
                values.optional(lane + "ca.bundle").map(Path::of),
                values.decimal(lane + "rate.per.second"),
                values.integer(lane + "rate.burst"),
                values.integer(lane + "in.flight.max"),
                values.millis(lane + "call.timeout.ms"),
                values.millis(lane + "connect.timeout.ms"));
    }

    private InstanceSettings instance(String name) {
        String instance = SettingsDef.instance(name, "");
        return new InstanceSettings(
                name,
                InstanceRef.parse(values.text(instance + "id")).orElseThrow().id(),
                values.text(instance + "lane"),
                values.flag(instance + "preferred"),
                values.integer(instance + "concurrent.chats"),
                events(values.text(instance + "contact.events")));
    }

    private static InstanceSettings unlisted() {
        Map<String, Object> defaults = SettingsDef.INSTANCE.defaultValues();
        return new InstanceSettings(
                "",
                "",
                SettingsDef.DEFAULT_LANE,
                false,
                (Integer) Objects.requireNonNull(defaults.get("concurrent.chats")),
                events((String) Objects.requireNonNull(defaults.get("contact.events"))));
    }

    private static ContactEvents events(String word) {
        return ContactEvents.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
