package chatcontacts.config;

import java.util.Map;

/**
 * How far operators may steer the service while it runs.
 *
 * @param rateMax calls per second that may be set at most, by the name of the lane; 0: no more than holds without it
 * @param concurrentChatsMax the quota that may be set at most, by the name of the instance; 0: no more than holds without it
 */
public record ControlSettings(Map<String, Double> rateMax, Map<String, Integer> concurrentChatsMax) {

    public ControlSettings {
        rateMax = Map.copyOf(rateMax);
        concurrentChatsMax = Map.copyOf(concurrentChatsMax);
    }
}
