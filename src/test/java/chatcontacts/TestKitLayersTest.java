package chatcontacts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of what tests share: simulators and servers, the service around them, then the demo and the system tests. */
@AnalyzeClasses(packages = {"chatcontacts.testkit", "chatcontacts.local", "chatcontacts.system"})
final class TestKitLayersTest {

    @ArchTest
    static final ArchRule THE_TEST_KIT_HAS_NO_CYCLES =
            slices().matching("chatcontacts.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_TEST_KIT_KNOWS_NONE_OF_ITS_USERS = noClasses()
            .that()
            .resideInAPackage("chatcontacts.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("chatcontacts.local..", "chatcontacts.system..");
}
