package chatcontacts.cli.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Compares the settings of topics with what they should be. */
public final class TopicConfigs {

    private final Admin admin;
    private final Duration patience;

    /** @param patience how long one answer of the brokers may take */
    public TopicConfigs(Admin admin, Duration patience) {
        this.admin = admin;
        this.patience = patience;
    }

    /**
     * Where a topic differs, one sentence each; empty if they may not be read.
     *
     * @throws ExecutionException with what the brokers said
     * @throws TimeoutException if they said nothing in time
     */
    public Optional<List<String>> differences(String topic, Map<String, String> planned)
            throws ExecutionException, TimeoutException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config actual = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .getOrDefault(resource, new Config(List.of()));
            List<String> differences = new ArrayList<>();
            planned.forEach((key, value) -> {
                ConfigEntry entry = actual.get(key);
                if (entry != null && !value.equals(entry.value())) {
                    differences.add(key + " " + entry.value() + ", planned " + value);
                }
            });
            return Optional.of(differences);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
