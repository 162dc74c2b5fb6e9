package chatcontacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The documents agree with each other: links, anchors, runbooks, and the tests that they name. */
final class DocumentsTest {

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\[]*]\\(([^)\\s]+)\\)");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: \\S*/blob/main/(\\S+)");
    private static final Pattern PAGE = Pattern.compile("src/docs/[\\w/-]+\\.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

    private static final Map<Path, String> DOCUMENTS = new TreeMap<>();

    /** A link as it is written, with the file and the anchor that it leads to; the anchor may be empty. */
    private record Link(Path from, String written, Path file, String anchor) {}

    @BeforeAll
    static void readsTheDocuments() throws IOException {
        List<Path> files = new ArrayList<>(under(Path.of("src", "docs"), ".md"));
        Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "schemas/README.md")
                .map(Path::of)
                .forEach(files::add);
        for (Path file : files) {
            DOCUMENTS.put(file, FENCE.matcher(Files.readString(file)).replaceAll(""));
        }
    }

    @Test
    void everyLinkLeadsToAFile() {
        assertThat(links())
                .hasSizeGreaterThan(100)
                .allSatisfy(link -> assertThat(link.file()).as(link.toString()).exists());
    }

    @Test
    void everyAnchorIsAHeadingOfItsPage() {
        assertThat(links().stream().filter(link -> !link.anchor().isEmpty()))
                .hasSizeGreaterThan(30)
                .allSatisfy(link ->
                        assertThat(anchors(link.file())).as(link.toString()).contains(link.anchor()));
    }

    @Test
    void everyPageIsReachedFromTheReadme() {
        Set<Path> reached = new TreeSet<>(Set.of(Path.of("README.md")));
        for (int before = 0; before < reached.size(); ) {
            before = reached.size();
            links().stream()
                    .filter(link -> reached.contains(link.from()) && DOCUMENTS.containsKey(link.file()))
                    .map(Link::file)
                    .toList()
                    .forEach(reached::add);
        }

        assertThat(reached).isEqualTo(DOCUMENTS.keySet());
    }

    @Test
    void everyRunbookIsAHeading() throws IOException {
        List<String> runbooks = new ArrayList<>();
        for (Path file : under(Path.of("k8s", "observability"), ".yaml")) {
            RUNBOOK.matcher(Files.readString(file)).results().forEach(it -> runbooks.add(it.group(1)));
        }

        assertThat(runbooks)
                .hasSizeGreaterThan(15)
                .allSatisfy(runbook -> assertThat(anchors(Path.of(runbook.substring(0, runbook.indexOf('#')))))
                        .as(runbook)
                        .contains(runbook.substring(runbook.indexOf('#') + 1)));
    }

    @Test
    void everyPageThatOtherFilesNameExists() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("pom.xml"), Path.of("Dockerfile")));
        for (String folder : List.of("k8s", "schemas", "src/main", "src/test")) {
            files.addAll(under(Path.of(folder), ""));
        }
        Set<String> named = new TreeSet<>();
        for (Path file : files) {
            PAGE.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(named::add);
        }

        assertThat(named)
                .hasSizeGreaterThan(5)
                .allSatisfy(page -> assertThat(Path.of(page)).exists());
    }

    @Test
    void everyTestThatTheDocumentsNameExists() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String root : List.of("test", "cluster")) {
            for (Path file : under(Path.of("src", root, "java"), ".java")) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }

        assertThat(DOCUMENTS.values().stream()
                        .flatMap(text -> TEST.matcher(text).results()))
                .hasSizeGreaterThan(50)
                .allSatisfy(test -> {
                    assertThat(sources).containsKey(test.group(1));
                    if (test.group(2) != null) {
                        assertThat(sources.get(test.group(1))).contains(" " + test.group(2) + "(");
                    }
                });
    }

    /** The links between files of this repository. */
    private static List<Link> links() {
        List<Link> links = new ArrayList<>();
        DOCUMENTS.forEach((document, text) -> LINK.matcher(text)
                .results()
                .map(it -> it.group(1))
                .filter(target -> !target.contains("://"))
                .forEach(target -> links.add(link(document, target))));
        return links;
    }

    private static Link link(Path document, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? document
                : document.resolveSibling(parts[0]).normalize();
        return new Link(document, target, file, parts.length == 2 ? parts[1] : "");
    }

    /** As GitHub makes anchors of headings: in lower case, blanks as dashes, without punctuation. */
    private static Set<String> anchors(Path document) {
        Set<String> anchors = new TreeSet<>();
        HEADING.matcher(DOCUMENTS.getOrDefault(document, ""))
                .results()
                .map(it -> it.group(1).toLowerCase(Locale.ROOT))
                .map(it -> it.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .forEach(anchors::add);
        return anchors;
    }

    private static List<Path> under(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList();
        }
    }
}
