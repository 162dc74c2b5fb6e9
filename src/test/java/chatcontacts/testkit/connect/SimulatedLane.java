package chatcontacts.testkit.connect;

import java.util.List;
import java.util.function.Consumer;

/**
 * One lane of a local environment: an AWS account and Region with a simulated Connect of its own.
 *
 * @param name as in the setting {@code lanes}
 * @param instances those that are listed in the settings; others are not
 * @param ratePerSecond of the account, and of the lane's setting
 * @param burst likewise
 * @param setup what else the simulator is to do
 */
public record SimulatedLane(
        String name, List<LocalInstance> instances, double ratePerSecond, int burst, Consumer<ConnectEndpoint> setup) {

    /**
     * A listed instance.
     *
     * @param name as in the setting {@code instances}
     * @param id its bare id
     * @param quota of the simulator, and in the settings
     * @param seesEnds whether its chats' ends are told, and the service knows
     */
    public record LocalInstance(String name, String id, int quota, boolean seesEnds) {
        /** Its ARN. */
        public String arn() {
            return "arn:aws:connect:eu-central-1:123456789012:instance/" + id;
        }
    }

    public void setUp(ConnectEndpoint endpoint) {
        endpoint.rules().rate(ratePerSecond, burst);
        for (LocalInstance instance : instances) {
            endpoint.rules().quota(instance.id(), instance.quota());
            if (!instance.seesEnds()) {
                endpoint.rules().silence(instance.id());
            }
        }
        setup.accept(endpoint);
    }
}
