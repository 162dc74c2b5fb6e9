package chatcontacts.app.metrics;

import chatcontacts.app.limits.LimitsView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gauges of what AWS says of limits. Every process has those of all lanes. Used by one scrape at a time. */
final class LimitGauges {

    private final MultiGauge applied;
    private final MultiGauge mismatch;

    LimitGauges(MeterRegistry registry) {
        applied = MultiGauge.builder("chat.limit.applied")
                .description("Rate of a lane, or quota of an instance, as AWS Service Quotas last said it")
                .register(registry);
        mismatch = MultiGauge.builder("chat.limit.mismatch")
                .description("1 if the settings name another rate or quota than AWS applies")
                .register(registry);
    }

    /** Shows all lanes and their listed instances. */
    void show(LimitsView limits) {
        List<MultiGauge.Row<?>> values = new ArrayList<>();
        List<MultiGauge.Row<?>> differences = new ArrayList<>();
        limits.inForce().lanes().forEach((lane, its) -> {
            Tags ofLane = tags(lane, "");
            add(values, ofLane, limits.discovered().rate(lane).applied());
            differences.add(MultiGauge.Row.of(ofLane, limits.isRateMismatched(lane) ? 1 : 0));
            its.instances().forEach((instanceId, instance) -> {
                if (instance.listed()) {
                    Tags ofInstance = tags(lane, instanceId);
                    add(
                            values,
                            ofInstance,
                            limits.discovered().quota(lane, instanceId).applied());
                    differences.add(MultiGauge.Row.of(ofInstance, limits.isQuotaMismatched(lane, instanceId) ? 1 : 0));
                }
            });
        });
        applied.register(values, true);
        mismatch.register(differences, true);
    }

    private static Tags tags(String lane, String instanceId) {
        return Tags.of("lane", lane, MicrometerMetrics.INSTANCE, instanceId);
    }

    private static void add(List<MultiGauge.Row<?>> rows, Tags tags, Optional<Double> value) {
        value.ifPresent(it -> rows.add(MultiGauge.Row.of(tags, it)));
    }
}
