package dev.seedbed.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: app to training and tracking, these to workflows; training to imaging. */
class DependenciesTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.seedbed");

    private static final String[] CONTRACT = {
        "dev.seedbed.artifact..", "dev.seedbed.stage..", "dev.seedbed.method..", "dev.seedbed.campaign..", "dev.seedbed.json.."
    };

    @Test
    void imagingDependsOnNothing() {
        noClasses()
                .that().resideInAPackage("dev.seedbed.imaging..")
                .should().dependOnClassesThat().resideOutsideOfPackages("dev.seedbed.imaging..", "java..", "javax..", "jdk.incubator.vector..")
                .check(CLASSES);
    }

    @Test
    void trainingKnowsNeitherTemporalNorSql() {
        noClasses()
                .that().resideInAnyPackage("dev.seedbed.training..", "dev.seedbed.data..")
                .should().dependOnClassesThat()
                .resideInAnyPackage("dev.seedbed.app..", "dev.seedbed.tracking..", "io.temporal..", "java.sql..", "org.jdbi..")
                .check(CLASSES);
    }

    @Test
    void trackingKnowsNeitherTemporalNorTheEngine() {
        noClasses()
                .that().resideInAPackage("dev.seedbed.tracking..")
                .should().dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seedbed.app..", "dev.seedbed.training..", "dev.seedbed.data..", "dev.seedbed.imaging..", "io.temporal..", "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void theContractDependsOnNobody() {
        noClasses()
                .that().resideInAnyPackage(CONTRACT)
                .should().dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seedbed.app..", "dev.seedbed.training..", "dev.seedbed.data..", "dev.seedbed.imaging..", "dev.seedbed.tracking..",
                        "java.sql..", "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void nobodyReadsSerializedObjects() {
        noClasses().should().dependOnClassesThat().areAssignableTo(java.io.ObjectInputStream.class).check(CLASSES);
    }

    @Test
    void packagesOfTheProgramFormNoCycle() {
        slices().matching("dev.seedbed.app.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
