package chatcontacts.app;

import chatcontacts.config.Settings;
import chatcontacts.connect.AppliedQuotas;
import chatcontacts.connect.CloudWatchChats;
import chatcontacts.connect.ConnectChatStarter;
import chatcontacts.connect.ConnectClients;
import chatcontacts.connect.LaneClientConfig;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.call.ContactLookup;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.keys.ResultEncryption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of all lanes, by the lane's name: what starts chats, and what asks AWS about contacts, quotas and other chats. Thread-safe.
 * To be closed after whatever uses them; who takes {@link #quotas} or {@link #activeChats} closes those.
 */
final class LaneConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LaneConnections.class);

    private final Settings settings;
    private final ConnectClients clients;
    private final Map<String, ChatStarter> starters = new LinkedHashMap<>();
    private final Map<String, ContactLookup> lookups = new LinkedHashMap<>();
    private final Map<String, String> regions = new LinkedHashMap<>();
    private final Map<String, AppliedQuotas> quotas = new LinkedHashMap<>();
    private final Map<String, CloudWatchChats> activeChats = new LinkedHashMap<>();

    /**
     * Makes them; none connects yet.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if a lane has no Region
     */
    LaneConnections(Settings settings) {
        this.settings = settings;
        this.clients = new ConnectClients(encryption(settings));
        settings.lanes().forEach((name, lane) -> {
            LaneClientConfig connection = SettingsMapper.connection(lane);
            ConnectChatStarter starter = clients.open(connection);
            starters.put(name, starter);
            regions.put(name, starter.region());
            lookups.put(name, clients.contacts(connection, starter));
            if (connection.identity().signs() || lane.serviceQuotasEndpoint().isPresent()) {
                quotas.put(name, clients.quotas(connection, starter, lane.serviceQuotasEndpoint()));
            }
            if (SettingsMapper.countsChats(lane)) {
                activeChats.put(name, clients.activeChats(connection, starter, lane.cloudWatchEndpoint()));
            }
        });
    }

    private static CredentialsEncryption encryption(Settings settings) {
        if (settings.resultsEncryptionKey().isEmpty()) {
            LOG.warn(
                    "results.encryption.key is not set: participant tokens lie readable in the results, the state and its"
                            + " changelog, and whoever reads one can join its chat as the customer");
            return CredentialsEncryption.NONE;
        }
        ResultEncryption encryption =
                new ResultEncryption(settings.resultsEncryptionKey().get());
        LOG.atInfo()
                .addKeyValue("keyId", encryption.keyId())
                .addKeyValue("algorithm", encryption.algorithm())
                .log(
                        "What opens a chat is encrypted as soon as Connect answers; only the holder of the private key can read it");
        return encryption;
    }

    Map<String, ChatStarter> starters() {
        return Collections.unmodifiableMap(starters);
    }

    Map<String, ContactLookup> lookups() {
        return Collections.unmodifiableMap(lookups);
    }

    /** The Region of each lane, as the settings or the SDK's chain name it. */
    Map<String, String> regions() {
        return Collections.unmodifiableMap(regions);
    }

    /** Of the lanes that AWS Service Quotas can be asked for. */
    Map<String, AppliedQuotas> quotas() {
        return Collections.unmodifiableMap(quotas);
    }

    /** Of the lanes whose chats CloudWatch is asked for. */
    Map<String, CloudWatchChats> activeChats() {
        return Collections.unmodifiableMap(activeChats);
    }

    /** The host that a lane's calls go to; empty for a lane that is not in the settings. */
    String host(String lane) {
        return Optional.ofNullable(starters.get(lane)).map(ChatStarter::host).orElse("");
    }

    /** Asks AWS in the background for the account of each lane whose settings name none. */
    void askAccounts(BiConsumer<String, String> known) {
        settings.lanes().forEach((name, lane) -> {
            if (lane.account().isEmpty()) {
                clients.askAccount(SettingsMapper.connection(lane), account -> known.accept(name, account));
            }
        });
    }

    @Override
    public void close() {
        starters.values().forEach(ChatStarter::close);
        clients.close();
    }
}
