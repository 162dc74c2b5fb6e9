package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Pins every key and default: they are a contract with everyone who runs the service. */
class SettingsDefTest {

    @Test
    void everyKeyAndDefaultIsPinned() {
        List<String> rows = new ArrayList<>();
        SettingsRows.visit(
                List.of("NAME"),
                List.of("NAME"),
                (key, row) -> rows.add(row.hasDefault() ? key + "=" + SettingsRows.defaultOf(row) : key));

        assertThat(rows)
                .containsExactly(
                        "application.id=chat-contact-processor",
                        "kafka.bootstrap.servers",
                        "kafka.client.id=",
                        "schema.registry.url",
                        "config.providers=",
                        "topics.requests=chat-requests",
                        "topics.dispatch=chat-dispatch",
                        "topics.results=chat-results",
                        "topics.dead.letter=chat-requests-dead-letter",
                        "topics.contact.events=contact-events",
                        "topics.cancellations=chat-cancellations",
                        "topics.control=chat-control",
                        "topics.dispatch.control=chat-dispatch-control",
                        "topics.control.log=chat-control-log",
                        "topics.requests.retention.ms=604800000",
                        "topics.results.retention.ms=86400000",
                        "topics.dead.letter.retention.ms=2592000000",
                        "topics.contact.events.retention.ms=172800000",
                        "lanes=default",
                        "lanes.NAME.region=",
                        "lanes.NAME.account=",
                        "lanes.NAME.endpoint=",
                        "lanes.NAME.role.arn=",
                        "lanes.NAME.profile=",
                        "lanes.NAME.no.sign.request=false",
                        "lanes.NAME.ca.bundle=",
                        "lanes.NAME.rate.per.second=auto",
                        "lanes.NAME.rate.burst=auto",
                        "lanes.NAME.service.quotas.endpoint=",
                        "lanes.NAME.cloudwatch.active.chats=false",
                        "lanes.NAME.cloudwatch.endpoint=",
                        "lanes.NAME.reconciliation.share=0.0",
                        "lanes.NAME.in.flight.max=100",
                        "lanes.NAME.call.timeout.ms=10000",
                        "lanes.NAME.connect.timeout.ms=2000",
                        "lanes.NAME.rate.max=0.0",
                        "instances=",
                        "instances.NAME.id",
                        "instances.NAME.lane=default",
                        "instances.NAME.preferred=false",
                        "instances.NAME.concurrent.chats=auto",
                        "instances.NAME.rate.per.second=",
                        "instances.NAME.rate.burst=",
                        "instances.NAME.contact.events=auto",
                        "instances.NAME.concurrent.chats.max=0",
                        "instances.unlisted=accept",
                        "lanes.removed=wait",
                        "requests.other.types=fail",
                        "limits.message.plain=16384",
                        "limits.message.markdown=16384",
                        "limits.message.json=16384",
                        "limits.message.interactive.response=16384",
                        "dedup.retention.ms=86400000",
                        "dedup.token.retention.ms=900000",
                        "results.encryption.key=",
                        "retry.max.attempts=8",
                        "retry.backoff.ms=200",
                        "retry.backoff.max.ms=30000",
                        "hold.backoff.ms=250",
                        "hold.backoff.max.ms=60000",
                        "hold.probe.share=0.1",
                        "hold.wasted.per.start=0.4",
                        "request.max.wait.ms=3600000",
                        "formats.write=latest",
                        "state.memory.bytes=134217728",
                        "state.uncommitted.max.bytes=16777216",
                        "http.port=8080",
                        "http.management.port=",
                        "http.read.token=",
                        "http.control.token=",
                        "http.control.behind.tls=false",
                        "http.tls.certificate=",
                        "http.tls.key=",
                        "http.tls.ca=",
                        "shutdown.grace.ms=30000",
                        "shutdown.leave.group=false",
                        "watchdog.stalled.ms=120000",
                        "metrics.instances.max=200",
                        "log.format=text");
    }

    @Test
    void everyRowSaysWhatItMeansAndWhatItTakes() {
        SettingsRows.visit(List.of("NAME"), List.of("NAME"), (key, row) -> {
            assertThat(row.documentation).as(key).endsWith(".");
            assertThat(row.validator).as(key).isInstanceOf(SettingRule.class);
        });
    }

    @Test
    void everyGroupStandsBeforeARowThatExists() {
        assertThat(SettingsDef.GROUPS).allSatisfy(group -> {
            assertThat(SettingsDef.FIXED.names()).contains(group.before());
            assertThat(group.documentation()).endsWith(".");
        });
    }

    @Test
    void noKeyOfOursHoldsAnUnderscoreSoThatEveryOneCanComeFromTheEnvironment() {
        SettingsRows.visit(List.of("name"), List.of("name"), (key, row) -> {
            String variable = "CHAT_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
            assertThat(SettingNames.keyOf(variable)).isEqualTo(key);
            assertThat(SettingNames.isKnown(key)).as(key).isTrue();
        });
    }
}
