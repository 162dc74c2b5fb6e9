package chatcontacts.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumsTest {

    @TempDir
    private Path folder;

    private Path list() {
        return folder.resolve("list");
    }

    private Checksums checksums() {
        return new Checksums(list(), folder.resolve("repository"));
    }

    private Path library(String name, String content) throws IOException {
        Path file = folder.resolve("repository/org").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void whatIsListedAsItIsPasses() throws IOException {
        Path one = library("one/1.0/one-1.0.jar", "content");
        checksums().update(List.of(one));

        assertThat(checksums().check(List.of(one))).isEmpty();
        assertThat(Files.readAllLines(list()))
                .endsWith("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73  org/one/1.0/one-1.0.jar");
    }

    @Test
    void anotherContentUnderTheSameNameIsFound() throws IOException {
        Path one = library("one/1.0/one-1.0.jar", "content");
        checksums().update(List.of(one));
        Files.writeString(one, "swapped");

        assertThat(checksums().check(List.of(one))).singleElement().asString().contains("is not the file that");
    }

    @Test
    void whatIsNotListedIsFound() throws IOException {
        checksums().update(List.of(library("one/1.0/one-1.0.jar", "content")));

        assertThat(checksums().check(List.of(library("one/1.1/one-1.1.jar", "content"))))
                .singleElement()
                .asString()
                .contains("org/one/1.1/one-1.1.jar is not on the list");
    }

    @Test
    void anUpdateReplacesTheFormerVersionAndLeavesWhatOtherProfilesUse() throws IOException {
        checksums().update(List.of(library("one/1.0/one-1.0.jar", "a"), library("other/3/other-3.jar", "b")));
        checksums().update(List.of(library("one/1.1/one-1.1.jar", "c")));

        assertThat(Files.readString(list()))
                .contains("org/one/1.1/one-1.1.jar", "org/other/3/other-3.jar")
                .doesNotContain("one-1.0");
    }

    @Test
    void twoVersionsThatAreNamedStayAlsoWhereOneIsNotThere() throws IOException {
        Path one = library("one/2.0/one-2.0.jar", "a");
        Path former = library("one/1.0/one-1.0.jar", "b");
        checksums().update(List.of(one, former));
        Files.delete(former);
        checksums().update(List.of(one, former));

        assertThat(Files.readString(list())).contains("one-2.0.jar", "one-1.0.jar");
        assertThat(checksums().check(List.of(one, former))).isEmpty();
    }

    @Test
    void foldersOfAClassPathAreNoLibraries() throws IOException {
        Path one = library("one/1.0/one-1.0.jar", "content");

        assertThat(Checksums.files(List.of(folder + File.pathSeparator + one, "")))
                .containsExactly(one);
    }

    @Test
    void theCommittedListNamesTheRepublishedClassesAndTheJose() throws IOException {
        assertThat(Files.readString(Path.of("src/build/checksums.txt")))
                .contains("/pinot-confluent-avro-", "/nimbus-jose-jwt-");
    }
}
