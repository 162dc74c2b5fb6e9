package chatcontacts.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.config.Settings;
import chatcontacts.config.SettingsLoader;
import chatcontacts.domain.request.InstanceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

class InstanceOptionTest {

    private static final String ARN = "arn:aws:connect:eu-west-1:123456789012:instance/SALES-1";

    @Command
    private static final class Any {}

    private static Settings settings() {
        Map<String, String> given = new TreeMap<>(Map.of(
                "kafka.bootstrap.servers", "broker:9092",
                "schema.registry.url", "http://registry:8081",
                "lanes", "default,eu",
                "lanes.default.region", "us-east-1",
                "lanes.eu.region", "eu-central-1",
                "instances", "sales,saleseu,help"));
        given.putAll(Map.of(
                "instances.sales.id", "Sales-1",
                "instances.sales.preferred", "true",
                "instances.saleseu.id", "sales-1",
                "instances.saleseu.lane", "eu",
                "instances.help.id", "help-1"));
        return SettingsLoader.load(Optional.empty(), Map.of(), given).settings();
    }

    private static InstanceRef of(String text) {
        return InstanceOption.of(new CommandLine(new Any()), settings(), List.of(text))
                .iterator()
                .next();
    }

    @Test
    void anInstanceThatIsAloneIsMeantInAnyRegion() {
        assertThat(of("help")).isEqualTo(InstanceRef.ofId("help-1"));
        assertThat(of("HELP-1")).isEqualTo(InstanceRef.ofId("help-1"));
        assertThat(of("unlisted")).isEqualTo(InstanceRef.ofId("unlisted"));
    }

    @Test
    void ofTwoWithOneIdTheNameTheArnOrThePreferenceDecides() {
        assertThat(of("saleseu")).isEqualTo(InstanceRef.ofId("sales-1").in("eu-central-1"));
        assertThat(of("SALES-1")).isEqualTo(InstanceRef.ofId("sales-1").in("us-east-1"));
        assertThat(of(ARN)).isEqualTo(InstanceRef.parse(ARN).orElseThrow());
    }

    @Test
    void whatIsNoInstanceIsAnError() {
        assertThatThrownBy(() -> of("arn:aws:s3:::x")).isInstanceOf(ParameterException.class);
    }
}
