package chatcontacts.app.metrics;

import chatcontacts.app.limits.LimitsView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gauges of what AWS says of limits, which every process has of all lanes, and of chats, which it has of its own ones. Used by one
 * scrape at a time.
 */
final class LimitGauges {

    private final BoundedLabels instances;
    private final MultiGauge applied;
    private final MultiGauge mismatch;
    private final MultiGauge reported;

    LimitGauges(MeterRegistry registry, BoundedLabels instances) {
        this.instances = instances;
        applied = MultiGauge.builder("chat.limit.applied")
                .description("Rate of a lane, or quota of an instance, as AWS Service Quotas last said it")
                .register(registry);
        mismatch = MultiGauge.builder("chat.limit.mismatch")
                .description("1 if the settings name another rate or quota than AWS applies")
                .register(registry);
        reported = MultiGauge.builder("chat.cloudwatch.active")
                .description("Active chats whoever started them, as CloudWatch last counted them")
                .register(registry);
    }

    /** Shows all lanes and their listed instances. */
    void show(LimitsView limits) {
        Map<Tags, Double> values = new LinkedHashMap<>();
        Map<Tags, Double> differences = new LinkedHashMap<>();
        limits.inForce().lanes().forEach((lane, its) -> {
            Tags ofLane = Tags.of("lane", lane, MicrometerMetrics.INSTANCE, "");
            limits.discovered().rate(lane).applied().ifPresent(it -> values.put(ofLane, it));
            differences.put(ofLane, limits.isRateMismatched(lane) ? 1.0 : 0.0);
            its.instances().forEach((instanceId, instance) -> {
                if (instance.listed()) {
                    Tags tags = tags(lane, instanceId);
                    limits.discovered()
                            .quota(lane, instanceId)
                            .applied()
                            .ifPresent(it -> values.merge(tags, it, Double::sum));
                    differences.merge(tags, limits.isQuotaMismatched(lane, instanceId) ? 1.0 : 0.0, Math::max);
                }
            });
        });
        Map<Tags, Double> chats = new LinkedHashMap<>();
        limits.reported()
                .all()
                .forEach((instance, said) -> said.count()
                        .ifPresent(it -> chats.merge(
                                tags(instance.lane(), instance.instanceId()), (double) it.chats(), Double::sum)));
        applied.register(rows(values), true);
        mismatch.register(rows(differences), true);
        reported.register(rows(chats), true);
    }

    private Tags tags(String lane, String instanceId) {
        return Tags.of("lane", lane, MicrometerMetrics.INSTANCE, instances.of(instanceId));
    }

    private static List<MultiGauge.Row<?>> rows(Map<Tags, Double> values) {
        return values.entrySet().stream()
                .<MultiGauge.Row<?>>map(it -> MultiGauge.Row.of(it.getKey(), it.getValue()))
                .toList();
    }
}
