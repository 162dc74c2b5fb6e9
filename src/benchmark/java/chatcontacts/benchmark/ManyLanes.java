package chatcontacts.benchmark;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Settings and instance ids of many lanes towards one simulated Connect. The first lane and instance are those of every {@link Arm}. */
final class ManyLanes {

    private ManyLanes() {}

    private static String instance(int number) {
        return String.format("11111111-1111-4111-8111-%012d", number);
    }

    private static String lane(int number) {
        return number == 0 ? "default" : "l" + number;
    }

    private static String name(int number) {
        return number == 0 ? "one" : "i" + number;
    }

    static String[] instanceIds(int instances) {
        return IntStream.range(0, instances).mapToObj(ManyLanes::instance).toArray(String[]::new);
    }

    /** The instances are dealt to the lanes in turn; nothing is known of their chats' ends. */
    static Map<String, String> settings(int lanes, int ratePerSecond, int instances, String endpoint) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "lanes", IntStream.range(0, lanes).mapToObj(ManyLanes::lane).collect(Collectors.joining(",")));
        for (int i = 0; i < lanes; i++) {
            String lane = "lanes." + lane(i) + ".";
            settings.put(lane + "region", "eu-central-1");
            settings.put(lane + "endpoint", endpoint);
            settings.put(lane + "service.quotas.endpoint", endpoint);
            settings.put(lane + "rate.per.second", Integer.toString(ratePerSecond));
            settings.put(lane + "rate.burst", Integer.toString(ratePerSecond));
        }
        settings.put(
                "instances",
                IntStream.range(0, instances).mapToObj(ManyLanes::name).collect(Collectors.joining(",")));
        for (int i = 0; i < instances; i++) {
            String instance = "instances." + name(i) + ".";
            settings.put(instance + "id", instance(i));
            settings.put(instance + "lane", lane(i % lanes));
            settings.put(instance + "concurrent.chats", "1000000");
            settings.put(instance + "contact.events", "off");
        }
        return settings;
    }
}
