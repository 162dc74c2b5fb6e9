package chatcontacts;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import chatcontacts.dispatch.engine.Engine;
import chatcontacts.dispatch.store.LaneStore;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine.Command;

/** The whole law of who may know whom. The floors from top to bottom, each with those that it sees. */
@AnalyzeClasses(
        packages = "chatcontacts",
        importOptions = {ImportOption.DoNotIncludeTests.class})
final class FloorsTest {

    @ArchTest
    static final ArchRule EVERY_FLOOR_SEES_ONLY_WHAT_IT_MAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("app")
            .definedBy("chatcontacts.app..")
            .layer("http")
            .definedBy("chatcontacts.http..")
            .layer("cli")
            .definedBy("chatcontacts.cli..")
            .layer("intake")
            .definedBy("chatcontacts.intake..")
            .layer("dispatch")
            .definedBy("chatcontacts.dispatch..")
            .layer("connect")
            .definedBy("chatcontacts.connect..")
            .layer("registry")
            .definedBy("chatcontacts.registry..")
            .layer("keys")
            .definedBy("chatcontacts.keys..")
            .layer("wire")
            .definedBy("chatcontacts.wire..")
            .layer("config")
            .definedBy("chatcontacts.config..")
            .layer("domain")
            .definedBy("chatcontacts.domain..")
            .layer("generated")
            .definedBy("chatcontacts")
            .whereLayer("app")
            .mayOnlyAccessLayers(
                    "http",
                    "cli",
                    "intake",
                    "dispatch",
                    "connect",
                    "registry",
                    "keys",
                    "wire",
                    "config",
                    "domain",
                    "generated")
            .whereLayer("http")
            .mayOnlyAccessLayers("config", "wire", "domain")
            .whereLayer("cli")
            .mayOnlyAccessLayers("config", "wire", "domain", "registry", "keys")
            .whereLayer("intake")
            .mayOnlyAccessLayers("wire", "domain")
            .whereLayer("dispatch")
            .mayOnlyAccessLayers("wire", "domain")
            .whereLayer("connect")
            .mayOnlyAccessLayers("domain")
            .whereLayer("registry")
            .mayOnlyAccessLayers("domain", "generated")
            .whereLayer("keys")
            .mayOnlyAccessLayers("domain")
            .whereLayer("wire")
            .mayOnlyAccessLayers("domain")
            .whereLayer("config")
            .mayOnlyAccessLayers("domain")
            .whereLayer("domain")
            .mayNotAccessAnyLayer()
            .whereLayer("generated")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule EVERY_CLASS_STANDS_ON_A_FLOOR = classes()
            .should()
            .resideInAnyPackage(
                    "chatcontacts",
                    "chatcontacts.app..",
                    "chatcontacts.http..",
                    "chatcontacts.cli..",
                    "chatcontacts.intake..",
                    "chatcontacts.dispatch..",
                    "chatcontacts.connect..",
                    "chatcontacts.registry..",
                    "chatcontacts.keys..",
                    "chatcontacts.wire..",
                    "chatcontacts.config..",
                    "chatcontacts.domain..");

    @ArchTest
    static final ArchRule THE_DOMAIN_SEES_THE_JDK_AND_JSPECIFY_ONLY = classes()
            .that()
            .resideInAPackage("chatcontacts.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations..", "chatcontacts.domain..");

    @ArchTest
    static final ArchRule THE_DOMAIN_IS_HANDED_TIME_AND_CHANCE_AND_HAS_NO_THREADS = noClasses()
            .that()
            .resideInAPackage("chatcontacts.domain..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(SplittableRandom.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule ONLY_THE_ADAPTER_KNOWS_THE_AWS_SDK = noClasses()
            .that()
            .resideOutsideOfPackages("chatcontacts.connect..", "chatcontacts.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule ONLY_CALLS_ARE_TRACED = noClasses()
            .that()
            .resideOutsideOfPackages("chatcontacts.dispatch..", "chatcontacts.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule ONLY_THE_ADAPTER_KNOWS_THE_REGISTRY_AND_AVRO = noClasses()
            .that()
            .resideInAPackage("chatcontacts.*..")
            .and()
            .resideOutsideOfPackage("chatcontacts.registry..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.confluent..", "org.apache.avro.."));

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_HOW_CONSUMERS_KEEP_RECORDS = noClasses()
            .that()
            .resideOutsideOfPackage("chatcontacts.app.streams.fetch..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.apache.kafka.common.record.internal..",
                    "org.apache.kafka.common.requests..",
                    "org.apache.kafka.clients.consumer.internals.."));

    @ArchTest
    static final ArchRule NO_PACKAGES_GO_IN_CIRCLES =
            slices().matching("chatcontacts.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_COMMANDS_AND_THE_CONSOLE_KNOW_PICOCLI = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage("chatcontacts.cli", "chatcontacts.cli.console")))
            .and(DescribedPredicate.not(DescribedPredicate.describe(
                    "belong to a command",
                    type -> type.isAnnotatedWith(Command.class)
                            || type.getEnclosingClass()
                                    .filter(outer -> outer.isAnnotatedWith(Command.class))
                                    .isPresent())))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule ONLY_DISPATCH_KNOWS_ITS_ENGINE = noClasses()
            .that()
            .resideOutsideOfPackages("chatcontacts.dispatch", "chatcontacts.dispatch.engine")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Engine.class);

    @ArchTest
    static final ArchRule ONLY_DISPATCH_KNOWS_THE_STORE_OF_LANES = noClasses()
            .that()
            .resideOutsideOfPackage("chatcontacts.dispatch..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(LaneStore.class);

    @ArchTest
    static final ArchRule WHAT_IS_THROWN_IS_NAMED_EXCEPTION =
            classes().that().areAssignableTo(Throwable.class).should().haveSimpleNameEndingWith("Exception");

    /** Nested types included. What Avro generates has the names of the schemas, which are Amazon Connect's own. */
    @ArchTest
    static final ArchRule NO_TWO_TYPES_SHARE_A_SIMPLE_NAME = classes()
            .that()
            .resideInAPackage("chatcontacts.*..")
            .and(DescribedPredicate.describe(
                    "have a name",
                    type -> !type.isAnonymousClass() && !type.getSimpleName().equals("package-info")))
            .should(new ArchCondition<>("have a simple name of their own") {

                private final Map<String, Set<String>> byName = new TreeMap<>();

                @Override
                public void init(Collection<JavaClass> all) {
                    all.forEach(type -> byName.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                            .add(type.getName()));
                }

                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    Set<String> sharing = byName.getOrDefault(type.getSimpleName(), Set.of());
                    events.add(new SimpleConditionEvent(type, sharing.size() < 2, "one name for " + sharing));
                }
            });

    @ArchTest
    static final ArchRule EVERY_PACKAGE_SAYS_WHAT_IT_IS_AND_IS_NULL_MARKED = classes()
            .that(resideInAPackage("chatcontacts.*.."))
            .should(new ArchCondition<>("reside in a package with a @NullMarked package-info") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage()
                            .tryGetAnnotationOfType(NullMarked.class)
                            .isPresent();
                    events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
                }
            });

    /** What Kafka calls internal changes without notice. Only a look into fetched batches, before they are unpacked, needs it. */
    @ArchTest
    static final ArchRule ONLY_THE_LOOK_INTO_BATCHES_SEES_INTERNALS_OF_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackage("chatcontacts.app.streams.fetch")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..internals..", "org.apache.kafka..internal..");
}
