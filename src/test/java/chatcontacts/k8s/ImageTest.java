package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Both ways to the image make the same one. */
class ImageTest {

    private final String dockerfile;
    private final String pom;

    ImageTest() throws IOException {
        dockerfile = Files.readString(Path.of("Dockerfile"));
        pom = Files.readString(Path.of("pom.xml"));
    }

    /** But for the cache, which is made by running the image: Jib runs nothing. */
    @Test
    void theJvmHasTheSameOptions() {
        List<String> options = new ArrayList<>(options("ENTRYPOINT \\[(.*)]", "\"([^\"]*)\""));
        assertThat(options).contains("-XX:AOTCache=/app/start.aot");
        options.remove("-XX:AOTCache=/app/start.aot");

        assertThat(all(pom, "<jvmFlag>(.*)</jvmFlag>")).isEqualTo(options);
    }

    @Test
    void theCacheIsRecordedWithOptionsUnderWhichItIsUsed() {
        assertThat(all(dockerfile, "--cache (\\S+)")).containsExactly("/training/start.aot");
        assertThat(all(dockerfile, "COPY --from=training (.*)")).containsExactly("/training/start.aot ./");
        assertThat(options("RUN java .*TrainingRun .* -- (.*)", "(\\S+)")).contains("-XX:+UseCompactObjectHeaders");
    }

    @Test
    void benchmarksAreRunWithTheSameCompiler() throws IOException {
        List<String> compiler = options("ENTRYPOINT \\[(.*)]", "\"([^\"]*)\"").stream()
                .filter(it -> it.matches("-XX:(\\w*Inline\\w*|Tier\\w+)=\\d+"))
                .toList();
        assertThat(compiler).hasSize(6);
        for (String file :
                List.of("src/benchmark/java/chatcontacts/benchmark/BenchmarkMain.java", "src/docs/performance.md")) {
            assertThat(Files.readString(Path.of(file))).contains(compiler);
        }
    }

    private List<String> options(String line, String word) {
        List<String> words =
                new ArrayList<>(all(all(dockerfile.replace("\\\n", ""), line).getFirst(), word));
        words.remove("java");
        return words.subList(0, words.indexOf("-cp"));
    }

    /** AWS's library for MSK, say. At the end in the one image, so that the cache stays valid. */
    @Test
    void whatIsInTheFolderForOthersIsOnTheClassPath() {
        assertThat(all(dockerfile, "-cp\"?,? ['\"](/app/\\S+)['\"]"))
                .hasSize(2)
                .containsOnly("/app/chat-contact-processor.jar:/app/lib/ext/*");
        assertThat(all(pom, "<path>(/app/lib/ext/.*)</path>")).containsExactly("/app/lib/ext/*");
    }

    @Test
    void baseUserAndEnvironmentAreTheSame() {
        assertThat(all(dockerfile, "FROM (.*)"))
                .containsExactly("${BASE_IMAGE} AS service", "service AS training", "service");
        assertThat(all(pom, "<jib.from.image>(.*)</jib.from.image>")).isEqualTo(all(dockerfile, "ARG BASE_IMAGE=(.*)"));
        assertThat(all(pom, "<user>(.*)</user>"))
                .isEqualTo(all(dockerfile, "USER (.*)"))
                .containsExactly("10001:10001");
        assertThat(all(pom, "<MALLOC_ARENA_MAX>(.*)</MALLOC_ARENA_MAX>"))
                .isEqualTo(all(dockerfile, "ENV MALLOC_ARENA_MAX=(.*)"));
        assertThat(all(pom, "<LC_ALL>(.*)</LC_ALL>"))
                .isEqualTo(all(dockerfile, "ENV LC_ALL=(.*)"))
                .containsExactly("C.UTF-8");
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(ImageTest::group)
                .toList();
    }

    private static String group(MatchResult result) {
        return result.group(1);
    }
}
