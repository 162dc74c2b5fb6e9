package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SettingsTableTest {

    private static final Path README = Path.of("README.md");

    @Test
    void listsFixedKeysGroupsAndTheRowsOfALaneAndAnInstance() {
        assertThat(SettingsTable.markdown())
                .startsWith("| Key | Default | Rule | Meaning |\n|---|---|---|---|\n| `application.id` |")
                .contains("\n| `kafka.*` | | | ")
                .contains("\n| `kafka.bootstrap.servers` | required | host:port, several separated by commas | ")
                .contains("\n| `lanes.NAME.rate.per.second` | `5.0` | a number above 0, at most 10000.0 | ")
                .contains("\n| `instances.NAME.id` | required | ")
                .endsWith(" |\n");
        assertThat(SettingsTable.markdown().lines())
                .allSatisfy(line -> assertThat(line.split("(?<!\\\\)\\|")).hasSize(5));
    }

    /** To put the README right: {@code mvn test -Dtest=SettingsTableTest -Dreadme.update=true}. */
    @Test
    void theReadmeShowsThisVeryTable() throws IOException {
        Assumptions.assumeTrue(Files.exists(README), "there is a README");
        String readme = Files.readString(README);
        int begin = readme.indexOf(SettingsTable.BEGIN);
        int end = readme.indexOf(SettingsTable.END);
        assertThat(begin).as("the README holds %s", SettingsTable.BEGIN).isNotNegative();
        assertThat(end).as("the README holds %s behind it", SettingsTable.END).isGreaterThan(begin);

        String wanted = readme.substring(0, begin + SettingsTable.BEGIN.length()) + "\n\n" + SettingsTable.markdown()
                + "\n" + readme.substring(end);
        if (Boolean.getBoolean("readme.update") && !wanted.equals(readme)) {
            Files.writeString(README, wanted);
        } else {
            assertThat(readme).as("run this test with -Dreadme.update=true").isEqualTo(wanted);
        }
    }
}
