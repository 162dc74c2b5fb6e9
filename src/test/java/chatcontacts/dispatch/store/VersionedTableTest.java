package chatcontacts.dispatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.domain.format.FormatVersions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VersionedTableTest {

    private static final FormatVersions OLD = new FormatVersions(2, 2);
    private static final FormatVersions NEW = new FormatVersions(3, 3);
    private static final FormatVersions NEW_HELD = new FormatVersions(3, 2);

    private final MemoryTable table = new MemoryTable();

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        table.scan(new byte[] {0}, new byte[] {(byte) 0xFF}, (key, value) -> {
            rows.add(HexFormat.of().formatHex(key) + "=" + HexFormat.of().formatHex(value));
            return true;
        });
        return rows;
    }

    private void write(FormatVersions formats, String version) {
        new VersionedTable(table, formats, version).put(new byte[] {1, 'a', 'P'}, new byte[] {2});
    }

    @Test
    void looksWithoutWriting() {
        var unused = new VersionedTable(table, OLD, "1.0");
        assertThat(rows()).isEmpty();
    }

    @Test
    void anOlderReleaseRefusesWhatANewerOneWroteAndLeavesItAsItIs() {
        write(OLD, "1.0");
        write(NEW, "2.0");
        List<String> before = rows();

        assertThatThrownBy(() -> new VersionedTable(table, OLD, "1.0"))
                .isInstanceOf(NewerStoreException.class)
                .hasMessage("the state of the lanes was written by version 2.0 of the service in format 3,"
                        + " this one knows formats up to 2; start that version or a later one");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aNewerReleaseHeldAtTheOldFormatLeavesAWayBack() {
        write(OLD, "1.0");
        write(NEW_HELD, "2.0");
        write(OLD, "1.0");
        assertThat(rows()).hasSize(2);
    }

    @Test
    void theHighestFormatStaysWhenALowerOneIsWrittenAgain() {
        write(NEW, "2.0");
        write(NEW_HELD, "2.0");
        assertThatThrownBy(() -> new VersionedTable(table, OLD, "1.0")).isInstanceOf(NewerStoreException.class);
    }
}
