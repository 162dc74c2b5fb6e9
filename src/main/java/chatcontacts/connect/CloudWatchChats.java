package chatcontacts.connect;

import chatcontacts.connect.ChatsReading.ChatCount;
import chatcontacts.connect.ChatsReading.CountNotAllowed;
import chatcontacts.connect.ChatsReading.CountNotKnown;
import chatcontacts.connect.ChatsReading.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * Reads from CloudWatch how many active chats instances of a lane have, whoever started them, which needs the right {@value #ACTION}.
 * Uses the HTTP client and the credentials of the lane's starter: close this first. Thread-safe; never blocks.
 */
public final class CloudWatchChats implements AutoCloseable {

    /** The IAM action. */
    public static final String ACTION = "cloudwatch:GetMetricData";

    /** As many metrics as one call may ask for. */
    public static final int MAX_INSTANCES = 500;

    /** What is older says nothing of the present. */
    public static final Duration LOOKS_BACK = Duration.ofMinutes(10);

    private static final String NAMESPACE = "AWS/Connect";
    private static final String METRIC = "ConcurrentActiveChats";
    private static final Dimension OF_CHATS =
            Dimension.builder().name("MetricGroup").value("Chats").build();

    /** Connect sends one number a minute. */
    private static final int PERIOD_SECONDS = 60;

    /** Of several numbers in a minute the one that comes nearest to the quota. */
    private static final String STATISTIC = "Maximum";

    private final CloudWatchAsyncClient client;
    private final LaneCredentials credentials;
    private final Executor calls;

    CloudWatchChats(CloudWatchAsyncClient client, LaneCredentials credentials, Executor calls) {
        this.client = client;
        this.credentials = credentials;
        this.calls = calls;
    }

    /**
     * The newest numbers. Completes normally on every path.
     *
     * @param instanceIds bare ids, at most {@value #MAX_INSTANCES}
     */
    public CompletionStage<ChatsReading> count(List<String> instanceIds, Instant now) {
        return credentials
                .current()
                .thenComposeAsync(identity -> client.getMetricData(request(instanceIds, now, identity)), calls)
                .handle((response, failure) ->
                        failure == null ? reading(response, instanceIds) : reading(ReadFailure.of(failure)))
                .minimalCompletionStage();
    }

    private static GetMetricDataRequest request(List<String> instanceIds, Instant now, AwsCredentials identity) {
        List<MetricDataQuery> queries = new ArrayList<>();
        for (int i = 0; i < instanceIds.size(); i++) {
            queries.add(query(id(i), instanceIds.get(i)));
        }
        return GetMetricDataRequest.builder()
                .metricDataQueries(queries)
                .startTime(now.minus(LOOKS_BACK))
                .endTime(now)
                .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                .overrideConfiguration(config -> config.credentialsProvider(StaticCredentialsProvider.create(identity)))
                .build();
    }

    private static MetricDataQuery query(String id, String instanceId) {
        Metric metric = Metric.builder()
                .namespace(NAMESPACE)
                .metricName(METRIC)
                .dimensions(
                        Dimension.builder().name("InstanceId").value(instanceId).build(), OF_CHATS)
                .build();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.metric(metric).period(PERIOD_SECONDS).stat(STATISTIC))
                .build();
    }

    /** The form that CloudWatch wants: a small letter first. */
    private static String id(int index) {
        return "i" + index;
    }

    private static ChatsReading reading(GetMetricDataResponse response, List<String> instanceIds) {
        Map<String, ChatCount> counts = new HashMap<>();
        Map<String, String> instances = new HashMap<>();
        for (int i = 0; i < instanceIds.size(); i++) {
            instances.put(id(i), instanceIds.get(i));
        }
        for (MetricDataResult result : response.metricDataResults()) {
            String instanceId = instances.get(result.id());
            if (instanceId != null
                    && !result.values().isEmpty()
                    && !result.timestamps().isEmpty()) {
                double chats = result.values().getFirst();
                counts.put(
                        instanceId,
                        new ChatCount(
                                (int) Math.max(0, Math.rint(chats)),
                                result.timestamps().getFirst()));
            }
        }
        return new Counted(counts);
    }

    private static ChatsReading reading(ReadFailure failure) {
        return failure.denied() ? new CountNotAllowed(failure.cause()) : new CountNotKnown(failure.cause());
    }

    @Override
    public void close() {
        client.close();
    }
}
