package chatcontacts.connect;

import chatcontacts.domain.call.ContactLookup;
import chatcontacts.domain.outcome.CredentialsEncryption;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A lane's clients with keys of a test, all towards one server. */
public final class SignedLane implements AutoCloseable {

    private final ConnectClients clients;
    private final LaneClientConfig config;
    private final ConnectChatStarter starter;
    private final URI endpoint;

    private SignedLane(URI endpoint) {
        this.endpoint = endpoint;
        this.clients = new ConnectClients(TestLane.CREDENTIALS, Optional.of(endpoint), CredentialsEncryption.NONE);
        // A minute, so that no test depends on the pace of its machine.
        this.config = new LaneClientConfig(
                "blue",
                Optional.of("eu-west-2"),
                Optional.of(endpoint),
                LaneCredentialsConfig.OWN,
                Optional.empty(),
                10,
                Duration.ofSeconds(15),
                Duration.ofMinutes(1));
        this.starter = clients.open(config);
    }

    public static SignedLane at(URI endpoint) {
        return new SignedLane(endpoint);
    }

    public ConnectClients clients() {
        return clients;
    }

    /** To be closed by the caller. */
    public AppliedQuotas quotas() {
        return clients.quotas(config, starter, Optional.of(endpoint));
    }

    /** To be closed by the caller. */
    public CloudWatchChats activeChats() {
        return clients.activeChats(config, starter, Optional.of(endpoint));
    }

    ContactLookup contacts() {
        return clients.contacts(config, starter);
    }

    @Override
    public void close() {
        starter.close();
        clients.close();
    }
}
