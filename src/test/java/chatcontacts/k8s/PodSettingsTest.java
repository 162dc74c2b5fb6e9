package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.CommandLines;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pods are given agrees with the settings and the commands. */
class PodSettingsTest {

    /** Code, threads, network buffers, the JVM itself, the allocator: what MemoryIT saw, and a tenth more. */
    private static final long BESIDE_HEAP_AND_STATE = 300L << 20;

    @TempDir
    private Path folder;

    static List<String> folders() {
        return Kustomize.folders();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyCommandIsOne(String kustomization) {
        Kustomize.render(kustomization).pods().stream()
                .flatMap(Pod::containers)
                .forEach(it -> assertThat(CommandLines.faults(it.getArgs())).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everySettingOfFileAndEnvironmentIsOne(String kustomization) throws IOException {
        Manifests manifests = Kustomize.render(kustomization);
        for (Pod pod : manifests.pods()) {
            for (Container container : pod.containers().toList()) {
                LoadedSettings loaded = load(manifests, pod, container);

                assertThat(loaded.warnings()).isEmpty();
                assertThat(container.getEnv())
                        .extracting(EnvVar::getName)
                        .allMatch(it -> it.startsWith("CHAT_") || it.startsWith("POD_"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void whatIsMountedIsThereAndSecretsLieWhereSettingsLookForThem(String kustomization) {
        Manifests manifests = Kustomize.render(kustomization);
        List<PersistentVolumeClaim> claims = manifests.all(StatefulSet.class).stream()
                .flatMap(it -> it.getSpec().getVolumeClaimTemplates().stream())
                .toList();
        for (Pod pod : manifests.pods()) {
            List<String> volumes = new ArrayList<>(
                    pod.spec().getVolumes().stream().map(Volume::getName).toList());
            if (pod.owner().equals("StatefulSet")) {
                claims.forEach(it -> volumes.add(it.getMetadata().getName()));
            }
            pod.containers().forEach(container -> {
                assertThat(container.getVolumeMounts())
                        .extracting(VolumeMount::getName)
                        .isSubsetOf(volumes);
                PodFiles files = new PodFiles(manifests, pod, container);
                assertThat(files.secretFolders())
                        .isEqualTo(Pod.path(container, "secrets").map(Set::of).orElse(Set.of()));
                assertThat(files.secrets()).isEqualTo(laid(pod));
            });
        }
    }

    /** The files that a pod is given of a Secret. Without {@code optional} Kubernetes says which Secret or key is missing. */
    private static Set<String> laid(Pod pod) {
        Set<String> files = new TreeSet<>();
        pod.spec().getVolumes().stream()
                .flatMap(it -> Stream.ofNullable(it.getSecret()))
                .forEach(secret -> {
                    assertThat(secret.getOptional()).isNull();
                    secret.getItems().forEach(it -> files.add(it.getPath()));
                });
        return files;
    }

    @Test
    void eachPodSeesItsOwnKeysOfTheSecret() {
        Map<String, List<String>> keys = new TreeMap<>();
        for (Pod pod : Kustomize.render("overlays/production").pods()) {
            keys.put(
                    pod.labels().get("app.kubernetes.io/component"),
                    pod.spec().getVolumes().stream()
                            .flatMap(it -> Stream.ofNullable(it.getSecret()))
                            .flatMap(it -> it.getItems().stream())
                            .map(KeyToPath::getKey)
                            .toList());
        }

        assertThat(keys)
                .containsOnly(
                        Map.entry(
                                "service",
                                List.of("sasl.jaas.config", "kafka.ca.crt", "registry.ca.crt", "registry.user.info")),
                        Map.entry(
                                "setup",
                                List.of(
                                        "setup.sasl.jaas.config",
                                        "kafka.ca.crt",
                                        "registry.ca.crt",
                                        "setup.registry.user.info")),
                        Map.entry(
                                "redrive",
                                List.of(
                                        "redrive.sasl.jaas.config",
                                        "kafka.ca.crt",
                                        "registry.ca.crt",
                                        "registry.user.info")));
    }

    @Test
    void productionRegistersNoSchemasByTheWay() throws IOException {
        Manifests production = Kustomize.render("overlays/production");

        assertThat(production.settings()).containsEntry("serde.auto.register.schemas", "false");
    }

    /** Otherwise a cluster whose default is one replica would lose the state with a broker. */
    @Test
    void productionKeepsTopicsAndChangelogThreeTimes() throws IOException {
        Manifests production = Kustomize.render("overlays/production");
        Settings settings = load(
                        production, production.service(), production.service().main())
                .settings();

        assertThat(settings.kafka().forDispatch())
                .containsEntry("replication.factor", "3")
                .containsEntry("topic.min.insync.replicas", "2");
        assertThat(production.pods().stream()
                        .flatMap(Pod::containers)
                        .filter(it -> it.getName().equals("topics"))
                        .flatMap(it -> it.getArgs().stream()))
                .containsSequence("--replication", "3");
    }

    /** Two installations on one Kafka cluster take nothing from each other. */
    @Test
    void devAndProductionShareNoNameInKafka() throws IOException {
        assertThat(names("overlays/dev")).hasSize(9).doesNotContainAnyElementsOf(names("overlays/production"));
    }

    private Set<String> names(String overlay) throws IOException {
        Manifests manifests = Kustomize.render(overlay);
        Settings settings =
                load(manifests, manifests.service(), manifests.service().main()).settings();
        TopicSettings topics = settings.topics();
        Set<String> names = new TreeSet<>(Set.of(
                settings.applicationId(), topics.requests(), topics.dispatch(), topics.results(), topics.deadLetter()));
        topics.contactEvents().ifPresent(names::add);
        topics.cancellations().ifPresent(names::add);
        topics.control().ifPresent(it -> names.addAll(Set.of(it.commands(), it.log())));
        return names;
    }

    @Test
    void namesAndAddressComeFromThePod() throws IOException {
        Manifests base = Kustomize.render("base");
        Settings settings = load(base, base.service(), base.service().main()).settings();

        assertThat(settings.kafka().clientId()).isEqualTo("chats.chat-contact-processor-0");
        assertThat(settings.kafka().forIntake()).containsEntry("group.instance.id", "chats.chat-contact-processor-0");
        assertThat(settings.kafka().forDispatch())
                .containsEntry("group.instance.id", "chats.chat-contact-processor-0")
                .containsEntry(
                        "application.server",
                        "chat-contact-processor-0.chat-contact-processor:"
                                + settings.http().port());
        assertThat(nameService(base)).isEqualTo("chat-contact-processor");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void stateLiesOnTheVolumeAndTheStopHasTime(String kustomization) throws IOException {
        Manifests manifests = Kustomize.render(kustomization);
        for (StatefulSet set : manifests.all(StatefulSet.class)) {
            Container service = manifests.service().main();
            Settings settings = load(manifests, manifests.service(), service).settings();

            // Below the volume's root, which belongs to root: Kafka Streams sets the permissions of its folder.
            assertThat(settings.kafka().forDispatch().get("state.dir"))
                    .isEqualTo(Pod.path(service, "state").orElseThrow() + "/state");
            assertThat(set.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                    .isGreaterThan(settings.shutdownGrace().plusSeconds(10).toSeconds());
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void heapAndStateLeaveRoomForTheRest(String kustomization) throws IOException {
        Manifests manifests = Kustomize.render(kustomization);
        if (!manifests.all(StatefulSet.class).isEmpty()) {
            Container service = manifests.service().main();
            Quantity memory = service.getResources().getLimits().get("memory");
            long limit = Quantity.getAmountInBytes(memory).longValueExact();

            assertThat(service.getResources().getRequests().get("memory")).isEqualTo(memory);
            Settings settings = load(manifests, manifests.service(), service).settings();
            assertThat(limit - heap(limit) - settings.stateMemoryBytes() - settings.stateUncommittedBytes())
                    .isGreaterThanOrEqualTo(BESIDE_HEAP_AND_STATE);
        }
    }

    /** As the image's flags have it. */
    private static long heap(long memory) throws IOException {
        Matcher percentage =
                Pattern.compile("\"-XX:MaxRAMPercentage=(\\d+)\"").matcher(Files.readString(Path.of("Dockerfile")));
        assertThat(percentage.find()).isTrue();
        return memory / 100 * Integer.parseInt(percentage.group(1));
    }

    /** The Service that gives pods their names in DNS: a headless one, that of pods which are not ready as well. */
    private static String nameService(Manifests manifests) {
        String name = manifests.all(StatefulSet.class).getFirst().getSpec().getServiceName();
        assertThat(manifests.all(Service.class))
                .filteredOn(it -> it.getMetadata().getName().equals(name))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.getSpec().getClusterIP()).isEqualTo("None");
                    assertThat(it.getSpec().getPublishNotReadyAddresses()).isTrue();
                });
        return name;
    }

    private LoadedSettings load(Manifests manifests, Pod pod, Container container) throws IOException {
        return new PodFiles(manifests, pod, container).load(Files.createTempDirectory(folder, container.getName()));
    }
}
