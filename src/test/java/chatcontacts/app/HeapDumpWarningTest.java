package chatcontacts.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HeapDumpWarningTest {

    @Test
    void heapDumpsAreToldBeforeTheyHappen() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        assertThat(HeapDumpWarning.text()).isEmpty();
        jvm.setVMOption("HeapDumpOnOutOfMemoryError", "true");
        try {
            assertThat(HeapDumpWarning.text()).get().asString().contains("participant tokens");
        } finally {
            jvm.setVMOption("HeapDumpOnOutOfMemoryError", "false");
        }
    }

    @Test
    void theImagesWriteNone() throws Exception {
        for (String image : new String[] {"Dockerfile", "pom.xml"}) {
            assertThat(Files.readString(Path.of(image)))
                    .contains("-XX:-HeapDumpOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash");
        }
    }
}
