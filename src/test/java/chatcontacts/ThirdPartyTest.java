package chatcontacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ThirdPartyTest {

    private static final Path SHOWN = Path.of("src/docs/third-party-licences.md");
    private static final Path FOUND = Path.of("target/third-party/third-party-licences.md");

    /** To update the list: {@code mvn test -Dtest=ThirdPartyTest -Dthird.party.update=true}. */
    @Test
    void theListOfLibrariesAndLicencesIsThatOfTheBuild() throws IOException {
        Assumptions.assumeTrue(Files.exists(FOUND), "the build made its list");
        String found = Files.readString(FOUND);
        if (Boolean.getBoolean("third.party.update")) {
            Files.writeString(SHOWN, found);
        } else {
            assertThat(Files.readString(SHOWN))
                    .as("run this test with -Dthird.party.update=true")
                    .isEqualTo(found);
        }
    }
}
