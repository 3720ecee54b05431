package dev.seedbed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Workflow code may read no clock, draw nothing at random, start no thread and touch no file, or its replay would differ. */
class DeterminismTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.seedbed");

    @Test
    void workflowsReadNoClock() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
        noClasses().should().callMethod(System.class, "nanoTime").check(CLASSES);
        noClasses().should().callMethod(java.time.Instant.class, "now").check(CLASSES);
        noClasses().should().callMethod(java.time.LocalDateTime.class, "now").check(CLASSES);
        noClasses().should().dependOnClassesThat().belongToAnyOf(java.time.Clock.class).check(CLASSES);
    }

    @Test
    void workflowsDrawNothingAtRandom() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(CLASSES);
        noClasses().should().callMethod(Math.class, "random").check(CLASSES);
        noClasses().should().callMethod(java.util.UUID.class, "randomUUID").check(CLASSES);
        noClasses().should().dependOnClassesThat().resideInAPackage("java.util.random..").check(CLASSES);
    }

    @Test
    void workflowsStartNoThreads() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(CLASSES);
        noClasses().should().dependOnClassesThat().resideInAPackage("java.util.concurrent..").check(CLASSES);
    }

    @Test
    void theContractTouchesNoFileSocketOrDatabase() {
        noClasses()
                .that().haveNameNotMatching("dev\\.seedbed\\.artifact\\.ArtifactStore(\\$.*)?")
                .should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    @Test
    void theContractDependsOnNoOtherModule() {
        noClasses()
                .should().dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seedbed.imaging..", "dev.seedbed.training..", "dev.seedbed.data..", "dev.seedbed.tracking..",
                        "dev.seedbed.app..", "ai.djl..")
                .check(CLASSES);
    }
}
