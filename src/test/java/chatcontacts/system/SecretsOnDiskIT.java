package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.ParticipantDetails;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.keys.ResultDecryption;
import chatcontacts.testkit.connect.ConnectModel;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LiveFiles;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What lies in the segments of the brokers and in the files of RocksDB, byte by byte. */
@ExtendWith(LocalServers.Shared.class)
final class SecretsOnDiskIT {

    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 1_000, false);
    private static final int CHATS = 20;

    @TempDir
    private Path folder;

    @Test
    void withAKeyNothingThatOpensAChatIsReadableOnAnyDisk(LocalServers servers) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        Path publicKey = Files.writeString(
                folder.resolve("public.json"), key.toPublicJWK().toJSONString());
        Path privateKey = Files.writeString(folder.resolve("private.json"), key.toJSONString());

        try (RunningService stage = open(servers, "sealed", Map.of("results.encryption.key", publicKey.toString()))) {
            ChatResult result = chats(stage, "Vera").getLast();

            assertThat(result.getReplayed()).isTrue();
            assertThat(result.getContact().getParticipantToken()).isNull();
            assertThat(ResultDecryption.read(privateKey)
                            .decrypt(
                                    result.getContact().getContactId(),
                                    result.getContact().getEncryptedCredentials()))
                    .get()
                    .extracting(ParticipantCredentials::participantToken)
                    .asString()
                    .contains(ConnectModel.TOKEN_PREFIX);
            stage.stopService();
            List<Path> files = files(servers, stage, "sealed");

            assertThat(holding(files, result.getContact().getContactId()))
                    .as("the search finds what is there: results, changelog, RocksDB")
                    .hasSizeGreaterThanOrEqualTo(3);
            assertThat(holding(files, ConnectModel.TOKEN_PREFIX)).isEmpty();
            stage.startService();
        }
    }

    @Test
    void withoutOneTheSameSearchFindsThem(LocalServers servers) {
        try (RunningService stage = open(servers, "readable", Map.of())) {
            chats(stage, "Vera");
            stage.stopService();

            assertThat(holding(files(servers, stage, "readable"), ConnectModel.TOKEN_PREFIX))
                    .anyMatch(it -> it.toString().contains("readable-chat-results"))
                    .anyMatch(it -> it.toString().contains("-dispatch-state-changelog"))
                    .anyMatch(it -> it.toString().endsWith(".sst"));
            stage.startService();
        }
    }

    @Test
    void displayNamesLeaveTheStateWithTheOutcome(LocalServers servers) throws Exception {
        try (RunningService stage = open(servers, "forgotten", Map.of())) {
            chats(stage, "Quentin");
            String changelog = "forgotten-service-dispatch-state-changelog";
            assertThat(holding(changelogOf(servers, changelog), "Quentin")).isNotEmpty();
            servers.kafka()
                    .alterTopic(
                            changelog,
                            Map.of(
                                    "segment.ms",
                                    "500",
                                    "max.compaction.lag.ms",
                                    "500",
                                    "min.cleanable.dirty.ratio",
                                    "0.01"));
            // The newest segment is never compacted: others have to come.
            await("compaction of the changelog")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        chats(stage, "Later");
                        return holding(changelogOf(servers, changelog), "Quentin")
                                .isEmpty();
                    });
            stage.stopService();
            List<Path> state = state(stage);
            for (Path store : state.stream()
                    .filter(it -> it.getFileName().toString().equals("CURRENT"))
                    .map(Path::getParent)
                    .toList()) {
                compact(store);
            }

            assertThat(holding(state(stage), "Quentin")).isEmpty();
            stage.startService();
        }
    }

    private static RunningService open(LocalServers servers, String name, Map<String, String> settings) {
        SimulatedLane lane = new SimulatedLane("default", List.of(WIDE), 500, 800, connect -> {});
        return new RunningService(servers, name, List.of(lane), new HashMap<>(settings));
    }

    /** Starts chats, each of which is asked for twice, and returns all results. */
    private static List<ChatResult> chats(RunningService stage, String name) {
        List<RecordMetadata> sent = new ArrayList<>();
        String batch = UUID.randomUUID().toString();
        for (int i = 0; i < 2 * CHATS; i++) {
            String token = batch + "-" + i % CHATS;
            ChatRequest request = ChatRequest.newBuilder()
                    .setInstanceId(WIDE.id())
                    .setContactFlowId("flow")
                    .setParticipantDetails(new ParticipantDetails(name))
                    .setClientToken(token)
                    .build();
            sent.add(RunningService.written(stage.sender().send(token, request)));
        }
        return sent.stream().map(stage::result).toList();
    }

    /** All files of that environment: the brokers' and the state. */
    private static List<Path> files(LocalServers servers, RunningService stage, String name) {
        List<Path> files = new ArrayList<>(changelogOf(servers, name + "-"));
        files.addAll(state(stage));
        return files;
    }

    private static List<Path> changelogOf(LocalServers servers, String topic) {
        return LiveFiles.in(servers.kafka().folder()).stream()
                .filter(it -> it.getParent().getFileName().toString().startsWith(topic))
                .toList();
    }

    private static List<Path> state(RunningService stage) {
        return LiveFiles.in(Path.of(stage.environment().settings().get("kafka.state.dir")));
    }

    private static List<Path> holding(List<Path> files, String text) {
        return files.stream().filter(file -> bytes(file).contains(text)).toList();
    }

    /** Each byte as a character; nothing if the file has gone meanwhile. */
    private static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** What RocksDB would do some day. */
    private static void compact(Path store) throws RocksDBException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (Options options = new Options()) {
            RocksDB.listColumnFamilies(options, store.toString())
                    .forEach(name -> families.add(new ColumnFamilyDescriptor(name)));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions();
                RocksDB database = RocksDB.open(options, store.toString(), families, handles);
                FlushOptions flush = new FlushOptions()) {
            for (ColumnFamilyHandle family : handles) {
                database.flush(flush, family);
                database.compactRange(family);
                family.close();
            }
        }
    }
}
