package chatcontacts.config;

import chatcontacts.config.HttpSettings.HttpControl;
import chatcontacts.config.HttpSettings.TlsFiles;
import chatcontacts.config.InstanceSettings.ContactEvents;
import chatcontacts.config.Settings.Hold;
import chatcontacts.config.Settings.Retry;
import chatcontacts.config.TopicSettings.TopicRetentions;
import chatcontacts.domain.admission.ProbePolicy;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.MessageLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
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
                        values.optional("topics.cancellations"),
                        values.optional("topics.control")
                                .map(it -> new TopicSettings.ControlTopics(
                                        it, values.text("topics.dispatch.control"), values.text("topics.control.log"))),
                        new TopicRetentions(
                                values.millis("topics.requests.retention.ms"),
                                values.millis("topics.results.retention.ms"),
                                values.millis("topics.dead.letter.retention.ms"),
                                values.millis("topics.contact.events.retention.ms"))),
                lanes,
                new ListedInstances(instances),
                values.text("instances.unlisted").equals("accept") ? Optional.of(unlisted()) : Optional.empty(),
                values.text("lanes.removed").equals("settle"),
                new MessageLimits(
                        values.integer("limits.message.plain"),
                        values.integer("limits.message.markdown"),
                        values.integer("limits.message.json"),
                        values.integer("limits.message.interactive.response")),
                values.text("requests.other.types").equals("skip"),
                values.millis("dedup.retention.ms"),
                values.millis("dedup.token.retention.ms"),
                values.optional("results.encryption.key").map(Path::of),
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
                new HttpSettings(
                        values.integer("http.port"),
                        values.optional("http.management.port").map(Integer::valueOf),
                        values.optional("http.read.token"),
                        values.optional("http.tls.certificate")
                                .map(certificate -> new TlsFiles(
                                        Path.of(certificate),
                                        Path.of(values.text("http.tls.key")),
                                        values.optional("http.tls.ca").map(Path::of))),
                        values.optional("http.control.token")
                                .map(token -> new HttpControl(token, values.flag("http.control.behind.tls")))),
                values.millis("shutdown.grace.ms"),
                values.flag("shutdown.leave.group"),
                values.millis("watchdog.stalled.ms"),
                values.integer("metrics.instances.max"),
                Settings.LogFormat.valueOf(values.text("log.format").toUpperCase(Locale.ROOT)),
                control());
    }

    private ControlSettings control() {
        Map<String, Double> rates = new HashMap<>();
        values.list(SettingsDef.LANES)
                .forEach(name -> rates.put(name, values.decimal(SettingsDef.lane(name, "rate.max"))));
        Map<String, Integer> quotas = new HashMap<>();
        values.list(SettingsDef.INSTANCES)
                .forEach(name -> quotas.put(name, values.integer(SettingsDef.instance(name, "concurrent.chats.max"))));
        return new ControlSettings(rates, quotas);
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
                values.optionalDecimal(lane + "rate.per.second"),
                values.optionalInteger(lane + "rate.burst"),
                values.optional(lane + "service.quotas.endpoint").map(URI::create),
                values.flag(lane + "cloudwatch.active.chats"),
                values.optional(lane + "cloudwatch.endpoint").map(URI::create),
                values.decimal(lane + "reconciliation.share"),
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
                values.optionalInteger(instance + "concurrent.chats"),
                values.optionalDecimal(instance + "rate.per.second"),
                values.optionalInteger(instance + "rate.burst"),
                events(values.text(instance + "contact.events")));
    }

    private static InstanceSettings unlisted() {
        Map<String, Object> defaults = SettingsDef.INSTANCE.defaultValues();
        return new InstanceSettings(
                "",
                "",
                SettingsDef.DEFAULT_LANE,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                events((String) Objects.requireNonNull(defaults.get("contact.events"))));
    }

    private static ContactEvents events(String word) {
        return ContactEvents.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
