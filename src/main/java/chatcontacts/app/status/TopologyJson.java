package chatcontacts.app.status;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/** What runs on one side, as it is told over HTTP. */
final class TopologyJson {

    private TopologyJson() {}

    /**
     * The page.
     *
     * @param description of the topology, as Kafka Streams writes it
     */
    static Map<String, Object> of(String name, String applicationId, KafkaStreams side, String description) {
        KafkaStreams.State state = side.state();
        List<Object> threads = new ArrayList<>();
        if (state.isRunningOrRebalancing()) {
            for (ThreadMetadata thread : side.metadataForLocalThreads()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("name", thread.threadName());
                row.put("state", thread.threadState());
                row.put("activeTasks", tasks(thread.activeTasks()));
                row.put("standbyTasks", tasks(thread.standbyTasks()));
                threads.add(row);
            }
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("side", name);
        page.put("applicationId", applicationId);
        page.put("state", state.name());
        page.put("threads", threads);
        page.put("description", description);
        return page;
    }

    private static List<Object> tasks(Collection<TaskMetadata> tasks) {
        List<Object> rows = new ArrayList<>();
        for (TaskMetadata task : tasks) {
            List<String> partitions = task.topicPartitions().stream()
                    .map(TopicPartition::toString)
                    .sorted()
                    .toList();
            rows.add(Map.of("task", task.taskId().toString(), "partitions", partitions));
        }
        return rows;
    }
}
