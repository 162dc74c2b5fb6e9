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

/** The topology and the threads of one streams application, as JSON. */
final class TopologyJson {

    private TopologyJson() {}

    static Map<String, Object> of(String name, String applicationId, StreamsApplication application) {
        KafkaStreams streams = application.streams();
        KafkaStreams.State state = streams.state();
        List<Object> threads = new ArrayList<>();
        if (state.isRunningOrRebalancing()) {
            for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("name", thread.threadName());
                row.put("state", thread.threadState());
                row.put("activeTasks", tasks(thread.activeTasks()));
                row.put("standbyTasks", tasks(thread.standbyTasks()));
                threads.add(row);
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("application", name);
        json.put("applicationId", applicationId);
        json.put("state", state.name());
        json.put("threads", threads);
        json.put("description", application.description());
        return json;
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
