package chatcontacts.cli.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the AWS CLI makes of flags: the rows of a table that it wrote itself, and the files that the rows name. */
final class AwsCliTable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AwsCliTable() {}

    /**
     * One row.
     *
     * @param written the row's first two columns as they stand in the table
     * @param words the flag's values as own words
     * @param expected the member of the request; empty: the AWS CLI refuses it
     */
    record Row(String parameter, String written, List<String> words, Optional<JsonNode> expected) {
        @Override
        public String toString() {
            return written;
        }
    }

    /** How a row may differ on purpose. */
    enum Difference {
        ACCEPTED,
        REFUSED,
        ABSENT
    }

    /** The rows that differ on purpose, by how they are written. */
    static Map<String, Difference> differences() {
        Map<String, Difference> differences = new HashMap<>();
        lines("/awscli-differences.tsv")
                .filter(it -> !it.startsWith("difference\t"))
                .forEach(line -> {
                    String[] cells = line.split("\t", -1);
                    assertThat(cells).as(line).hasSize(4).doesNotContain("");
                    differences.put(cells[1] + " " + cells[2], Difference.valueOf(cells[0]));
                });
        return differences;
    }

    private static Stream<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(AwsCliTable.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(it -> !it.startsWith("# ") || it.startsWith("# file "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the table; its files go to that folder, where its rows then find them. */
    static List<Row> read(Path folder) {
        List<Row> rows = new ArrayList<>();
        try {
            for (String line : lines("/awscli-shorthand.tsv").toList()) {
                if (line.startsWith("# file ")) {
                    file(folder, line);
                } else if (!line.startsWith("parameter\t")) {
                    rows.add(row(folder, line.split("\t", -1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static void file(Path folder, String line) throws IOException {
        int nameEnds = line.indexOf('"', 8);
        Path file = folder.resolve(line.substring(8, nameEnds));
        Files.createDirectories(file.getParent());
        Files.write(
                file, Base64.getDecoder().decode(line.substring(nameEnds + 1).strip()));
    }

    private static Row row(Path folder, String[] cells) throws JsonProcessingException {
        JsonNode argument = json(folder, cells[1]);
        List<String> words = new ArrayList<>();
        if (argument.isArray()) {
            argument.forEach(it -> words.add(it.textValue()));
        } else {
            words.add(argument.textValue());
        }
        Optional<JsonNode> expected = cells[2].equals("ERROR") ? Optional.empty() : Optional.of(json(folder, cells[2]));
        return new Row(cells[0], cells[0] + " " + cells[1], words, expected);
    }

    private static JsonNode json(Path folder, String cell) throws JsonProcessingException {
        return JSON.readTree(cell.replace("file://", "file://" + folder + "/"));
    }
}
