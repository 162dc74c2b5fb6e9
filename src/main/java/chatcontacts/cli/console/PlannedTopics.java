package chatcontacts.cli.console;

import chatcontacts.config.TopicSettings;
import chatcontacts.config.TopicSettings.TopicRetentions;
import chatcontacts.wire.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The topics that the service needs, as {@code topics create} makes them and {@code doctor} expects them. */
public final class PlannedTopics {

    /** Of each topic, unless somebody wants others. */
    public static final int PARTITIONS = 6;

    /** With this many replicas one broker may fail and writes still reach two. */
    private static final int REPLICAS_FOR_MIN_INSYNC = 3;

    private PlannedTopics() {}

    /** The topics of those settings. */
    public static List<TopicPlan> of(TopicSettings topics) {
        TopicRetentions kept = topics.retentions();
        List<TopicPlan> plans = new ArrayList<>(List.of(
                TopicPlan.requests(topics.requests()).keptFor(kept.requests()),
                TopicPlan.dispatch(topics.dispatch()).keptFor(kept.requests()),
                TopicPlan.results(topics.results()).keptFor(kept.results()),
                TopicPlan.deadLetter(topics.deadLetter()).keptFor(kept.deadLetters())));
        topics.contactEvents()
                .map(name -> TopicPlan.contactEvents(name).keptFor(kept.contactEvents()))
                .ifPresent(plans::add);
        topics.cancellations()
                .map(name -> TopicPlan.cancellations(name).keptFor(kept.requests()))
                .ifPresent(plans::add);
        topics.control().ifPresent(it -> {
            plans.add(TopicPlan.control(it.commands()));
            plans.add(TopicPlan.dispatchControl(it.dispatch()));
            plans.add(TopicPlan.controlLog(it.log()));
        });
        return plans;
    }

    /** The settings of such a topic with so many replicas. */
    public static Map<String, String> configs(TopicPlan plan, int replicas) {
        Map<String, String> configs = new TreeMap<>(plan.configs());
        if (replicas >= REPLICAS_FOR_MIN_INSYNC) {
            configs.put("min.insync.replicas", "2");
        }
        return configs;
    }
}
