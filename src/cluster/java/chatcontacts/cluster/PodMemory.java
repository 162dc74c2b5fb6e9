package chatcontacts.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What the memory of a pod goes to, in MiB.
 *
 * @param anonymous of the container, with nothing of a file behind it: what cannot be given back, and what the limit is about
 * @param workingSet of the container as the kubelet counts it, with the pages of files that were used lately
 * @param heapUsed with garbage that was not collected yet
 * @param heap that the JVM has taken
 * @param threads their stacks, by the JVM's own count, like the next two
 * @param direct buffers outside of the heap
 * @param jvm the rest of it: classes, compiled code, compiler and collector, without the archive of classes, which is a file
 * @param cache RocksDB's block cache, with the write buffers that are charged to it
 * @param uncommitted rows that wait for a commit, as Kafka Streams counts them
 * @param threadCount that live
 */
record PodMemory(
        double anonymous,
        double workingSet,
        double heapUsed,
        double heap,
        double threads,
        double direct,
        double jvm,
        double cache,
        double uncommitted,
        double threadCount) {

    /** JVM options of a pod that is to be looked at; {@code POD_IP} is a variable of its environment. */
    static final String OPTIONS = "-XX:NativeMemoryTracking=summary -Dcom.sun.management.jmxremote.port=9999"
            + " -Dcom.sun.management.jmxremote.rmi.port=9999 -Dcom.sun.management.jmxremote.authenticate=false"
            + " -Dcom.sun.management.jmxremote.ssl=false -Djava.rmi.server.hostname=$(POD_IP)";

    /** The first lines of a table. */
    static final List<String> HEADER = List.of(
            "| While | Anonymous | Working set | Heap used | Heap | Threads (number) | Direct | Other JVM | State | Uncommitted |",
            "|---|---|---|---|---|---|---|---|---|---|");

    private static final double MIB = 1024 * 1024;

    /** As it is now; nothing of a pod that does not run. */
    @SuppressWarnings("BanJNDI") // the pod is ours
    static Optional<PodMemory> of(Kubectl kubectl, JsonNode pod) {
        String address = pod.at("/status/podIP").asText();
        String files = "cd /sys/fs/cgroup; [ -d memory ] && cd memory; cat memory.stat;"
                + " echo usage $(cat memory.current memory.usage_in_bytes 2>/dev/null)";
        Kubectl.Said cgroup = kubectl.run("exec", Kubectl.name(pod), "--", "sh", "-c", files);
        if (cgroup.failed()) {
            return Optional.empty();
        }
        String url = "service:jmx:rmi:///jndi/rmi://" + address + ":9999/jmxrmi";
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
            return Optional.of(of(cgroup.out(), connector.getMBeanServerConnection()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PodMemory of(String cgroup, MBeanServerConnection java) throws JMException, IOException {
        CompositeData heap =
                (CompositeData) java.getAttribute(new ObjectName("java.lang:type=Memory"), "HeapMemoryUsage");
        String tracked = (String) java.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmNativeMemory",
                new Object[] {new String[] {"summary"}},
                new String[] {String[].class.getName()});
        double threads = committed(tracked, "-\\s+Thread \\(");
        double direct = committed(tracked, "-\\s+Other \\(");
        double archive = committed(tracked, "-\\s+Shared class space \\(");
        // v1 has both, and the one with "total" is the pod's; v2 has the other.
        double inactive = Math.max(bytes(cgroup, "total_inactive_file"), bytes(cgroup, "inactive_file"));
        double cache = 0;
        double uncommitted = 0;
        for (ObjectName store : java.queryNames(new ObjectName("kafka.streams:type=stream-state-metrics,*"), null)) {
            cache = Math.max(cache, value(java, store, "block-cache-usage")); // one for all, and each tells its size
            uncommitted += value(java, store, "uncommitted-bytes");
        }
        return new PodMemory(
                Math.max(bytes(cgroup, "total_rss"), bytes(cgroup, "anon")) / MIB,
                (bytes(cgroup, "usage") - inactive) / MIB,
                (long) heap.get("used") / MIB,
                (long) heap.get("committed") / MIB,
                threads,
                direct,
                committed(tracked, "Total: ") - (long) heap.get("committed") / MIB - threads - direct - archive,
                cache / MIB,
                uncommitted / MIB,
                ((Number) java.getAttribute(new ObjectName("java.lang:type=Threading"), "ThreadCount")).doubleValue());
    }

    private static double value(MBeanServerConnection java, ObjectName store, String name) throws IOException {
        try {
            return ((Number) java.getAttribute(store, name)).doubleValue();
        } catch (JMException e) {
            return 0; // a store without it, or one that was closed meanwhile
        }
    }

    private static double bytes(String cgroup, String name) {
        Matcher found = Pattern.compile("(?m)^" + name + " (\\d+)").matcher(cgroup);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    private static double committed(String tracked, String part) {
        Matcher found =
                Pattern.compile(part + "reserved=\\d+KB, committed=(\\d+)KB").matcher(tracked);
        return found.find() ? Double.parseDouble(found.group(1)) / 1024 : 0;
    }

    /** The larger of each. */
    PodMemory largest(PodMemory other) {
        return new PodMemory(
                Math.max(anonymous, other.anonymous),
                Math.max(workingSet, other.workingSet),
                Math.max(heapUsed, other.heapUsed),
                Math.max(heap, other.heap),
                Math.max(threads, other.threads),
                Math.max(direct, other.direct),
                Math.max(jvm, other.jvm),
                Math.max(cache, other.cache),
                Math.max(uncommitted, other.uncommitted),
                Math.max(threadCount, other.threadCount));
    }

    String row(String when) {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %.0f | %.0f (%.0f) | %.0f | %.0f | %.0f | %.1f |",
                when,
                anonymous,
                workingSet,
                heapUsed,
                heap,
                threads,
                threadCount,
                direct,
                jvm,
                cache,
                uncommitted);
    }
}
