package chatcontacts.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Whether the JVM would write its memory to disk when that runs out, and with it participant tokens and customer data. */
final class HeapDumpWarning {

    private static final String FLAG = "HeapDumpOnOutOfMemoryError";

    private HeapDumpWarning() {}

    /** The warning; empty if it would not. */
    static Optional<String> text() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return Optional.ofNullable(jvm)
                .filter(it -> Boolean.parseBoolean(it.getVMOption(FLAG).getValue()))
                .map(it -> "-XX:+" + FLAG
                        + " is set: a dump of the heap holds participant tokens and customer data; keep it"
                        + " as safe as the results, or set -XX:-" + FLAG);
    }
}
