package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String SECRET = "hunter2-and-more";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.sasl.jaas.config",
                "kafka.consumer.sasl.mechanism",
                "kafka.ssl.key.password",
                "kafka.ssl.keystore.key",
                "kafka.ssl.keystore.location",
                "kafka.ssl.truststore.password",
                "serde.basic.auth.user.info",
                "serde.bearer.auth.token",
                "serde.bearer.auth.client.secret",
                "kafka.sasl.oauthbearer.client.credentials.client.secret",
                "config.providers.vault.param.token",
            })
    void isASecret(String key) {
        assertThat(Secrets.isSecret(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kafka.bootstrap.servers", "kafka.security.protocol", "lanes.default.role.arn", "http.port"})
    void isNoSecret(String key) {
        assertThat(Secrets.isSecret(key)).isFalse();
    }

    @Test
    void noTextFormOfTheSettingsShowsASecret() {
        LoadedSettings loaded = SettingsFixture.whatIsRequired()
                .flag("kafka.sasl.jaas.config", SECRET)
                .flag("intake.ssl.key.password", SECRET)
                .flag("dispatch.consumer.ssl.keystore.password", SECRET)
                .flag("serde.basic.auth.user.info", "me:" + SECRET)
                .flag("serde.proxy.host", "http://me:" + SECRET + "@proxy")
                .load();

        assertThat(loaded.toString()).doesNotContain(SECRET).contains("[hidden]");
        assertThat(loaded.effective())
                .contains(new EffectiveSetting("kafka.sasl.jaas.config", "[hidden]", SettingSource.COMMAND_LINE));
        assertThat(loaded.settings().kafka().common()).containsEntry("sasl.jaas.config", SECRET);
    }

    @Test
    void noFaultShowsASecret() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("kafka.sasl.login.connect.timeout.ms", SECRET)
                        .flag("schema.registry.url", "http://me:" + SECRET + "@registry")
                        .problems())
                .hasSize(2)
                .allSatisfy(fault -> assertThat(fault).contains("[hidden]").doesNotContain(SECRET));
    }

    @Test
    void referencesAreResolvedForTheServiceAndShownAsReferences() throws IOException {
        Files.writeString(folder.resolve("password"), SECRET);
        Files.writeString(folder.resolve("port"), SECRET);
        String reference = "${dir:" + folder + ":password}";
        SettingsFixture given = SettingsFixture.whatIsRequired()
                .flag("config.providers", "dir")
                .flag("config.providers.dir.class", "org.apache.kafka.common.config.provider.DirectoryConfigProvider")
                .flag("kafka.client.rack", reference);

        assertThat(given.settings().kafka().common()).containsEntry("client.rack", SECRET);
        assertThat(given.load().effective())
                .contains(new EffectiveSetting("kafka.client.rack", reference, SettingSource.COMMAND_LINE));
        assertThat(given.flag("http.port", "${dir:" + folder + ":port}").problems())
                .containsExactly("http.port: [hidden] is not a whole number from 0 to 65535");
        assertThat(given.flag("http.port", "${dir:" + folder + ":none}").problems())
                .containsExactly("http.port: no config provider resolves the reference ${dir:" + folder + ":none}");
    }

    @Test
    void referencesWithoutAProviderAreFaults() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("kafka.client.rack", "${env:RACK}")
                        .flag("kafka.sasl.jaas.config", "${env:" + SECRET + "}")
                        .problems())
                .containsExactlyInAnyOrder(
                        "kafka.client.rack: no config provider resolves the reference ${env:RACK}",
                        "kafka.sasl.jaas.config: no config provider resolves the reference [hidden]");
    }

    @Test
    void aProviderThatCannotBeHadIsAFaultBesideTheOthers() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("config.providers", "nope")
                        .flag("config.providers.nope.class", "no.such.Provider")
                        .flag("http.port", "x")
                        .problems())
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).startsWith("config.providers: a config provider failed"))
                .anySatisfy(fault -> assertThat(fault).startsWith("http.port: "));
    }

    @Test
    void aLibrarysMessageIsScrubbed() {
        assertThat(Secrets.scrub("bad " + SECRET + "!", Map.of("sasl.jaas.config", SECRET, "client.rack", "bad")))
                .isEqualTo("bad [hidden]!");
    }
}
