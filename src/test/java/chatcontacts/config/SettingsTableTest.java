package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsTableTest {

    private static final Path PAGE = Path.of("src/docs/settings.md");

    @Test
    void listsFixedKeysGroupsAndTheRowsOfALaneAndAnInstance() {
        assertThat(SettingsTable.markdown())
                .startsWith("| Key | Default | Rule | Meaning |\n|---|---|---|---|\n| `application.id` |")
                .contains("\n| `kafka.*` | | | ")
                .contains("\n| `kafka.bootstrap.servers` | required | host:port, several separated by commas | ")
                .contains("\n| `lanes.NAME.rate.per.second` | `auto` | a number above 0, at most 10000.0, or auto | ")
                .contains("\n| `instances.NAME.id` | required | ")
                .endsWith(" |\n");
        assertThat(SettingsTable.markdown().lines())
                .allSatisfy(line -> assertThat(line.split("(?<!\\\\)\\|")).hasSize(5));
    }

    /** To update the page: {@code mvn test -Dtest=SettingsTableTest -Dsettings.update=true}. */
    @Test
    void thePageShowsThisTable() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(SettingsTable.BEGIN);
        int end = page.indexOf(SettingsTable.END);
        assertThat(begin).as("the page has %s", SettingsTable.BEGIN).isNotNegative();
        assertThat(end).as("the page has %s after it", SettingsTable.END).isGreaterThan(begin);

        String wanted = page.substring(0, begin + SettingsTable.BEGIN.length()) + "\n\n" + SettingsTable.markdown()
                + "\n" + page.substring(end);
        if (Boolean.getBoolean("settings.update") && !wanted.equals(page)) {
            Files.writeString(PAGE, wanted);
        } else {
            assertThat(page).as("run this test with -Dsettings.update=true").isEqualTo(wanted);
        }
    }
}
