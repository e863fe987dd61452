package org.vzgit.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The rooms of docs/architecture.md and which may know which.
class ArchitectureTest {
    private static final String SCHEMA = "org.vzgit.schema..";
    private static final String STATE = "org.vzgit.kernel.state";
    private static final String OP = "org.vzgit.kernel.op";
    private static final String TEXT = "org.vzgit.kernel.text";
    private static final String SYS = "org.vzgit.kernel.sys";

    private final JavaClasses all =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.vzgit");

    @Test
    void noPackagesFormACycle() {
        slices().matching("org.vzgit.(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void schemaKnowsNothingOfOurs() {
        onlyOurs(SCHEMA, SCHEMA);
    }

    @Test
    void observedStateOperationsAndParsersKnowOnlyTheSchema() {
        onlyOurs(STATE, SCHEMA, STATE);
        onlyOurs(OP, SCHEMA, STATE, OP);
        onlyOurs(TEXT, SCHEMA, STATE, OP, TEXT);
    }

    @Test
    void mechanismsKnowOnlyTheirFoundations() {
        onlyOurs(SYS, SCHEMA, STATE, OP, TEXT, SYS);
        for (String mechanism :
                new String[] {
                    "beancounter", "cgroup", "event", "network", "process", "quota", "template"
                }) {
            String room = "org.vzgit.kernel." + mechanism;
            onlyOurs(room, SCHEMA, STATE, OP, TEXT, SYS, room);
        }
    }

    @Test
    void decidingKnowsOnlyStateAndOperations() {
        onlyOurs("org.vzgit.reconciler.diff", SCHEMA, STATE, OP, "org.vzgit.reconciler.diff");
        onlyOurs(
                "org.vzgit.reconciler.plan",
                SCHEMA,
                STATE,
                OP,
                "org.vzgit.reconciler.diff",
                "org.vzgit.reconciler.plan");
    }

    /// A review reaches neither a kernel nor a repository by type.
    @Test
    void reviewingKnowsOnlyDeciding() {
        onlyOurs(
                "org.vzgit.reconciler.review",
                SCHEMA,
                STATE,
                OP,
                "org.vzgit.reconciler.diff",
                "org.vzgit.reconciler.plan",
                "org.vzgit.reconciler.text",
                "org.vzgit.reconciler.review");
        onlyOurs(
                "org.vzgit.reconciler.saved",
                SCHEMA,
                STATE,
                OP,
                "org.vzgit.reconciler.diff",
                "org.vzgit.reconciler.plan",
                "org.vzgit.reconciler.text",
                "org.vzgit.reconciler.saved");
    }

    @Test
    void authoringKnowsOnlyDocumentsAndStates() {
        onlyOurs("org.vzgit.reconciler.authoring", SCHEMA, STATE, "org.vzgit.reconciler.authoring");
    }

    /// What others ask of an agent reaches the node through the loop, and nothing waits for it.
    @Test
    void servingReachesTheNodeThroughTheLoop() {
        String room = "org.vzgit.reconciler.serve";
        onlyOurs(
                room,
                SCHEMA,
                STATE,
                SYS,
                "org.vzgit.reconciler.apply",
                "org.vzgit.reconciler.loop",
                "org.vzgit.reconciler.plan",
                "org.vzgit.reconciler.source",
                "org.vzgit.reconciler.text",
                room);
        noClasses()
                .that()
                .resideOutsideOfPackages(room, "org.vzgit.reconciler.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(room)
                .check(all);
    }

    @Test
    void signaturesKnowNoDesiredState() {
        String room = "org.vzgit.reconciler.source.signature";
        onlyOurs(room, "org.vzgit.reconciler.text", room);
    }

    @Test
    void decidingTouchesNoWorld() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.vzgit.reconciler.diff",
                        "org.vzgit.reconciler.plan",
                        "org.vzgit.reconciler.text",
                        "org.vzgit.reconciler.review",
                        "org.vzgit.reconciler.saved",
                        STATE,
                        OP,
                        TEXT)
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "are files, sockets, threads, clocks, randomness or loggers",
                                ArchitectureTest::isWorld))
                .check(all);
    }

    private static boolean isWorld(JavaClass type) {
        String name = type.getFullName();
        String pack = type.getPackageName();
        boolean thread =
                pack.startsWith("java.util.concurrent") || name.startsWith("java.lang.Thread");
        boolean chance = name.equals("java.util.Random") || pack.startsWith("java.util.random");
        boolean time = pack.equals("java.time") && name.endsWith("Clock");
        boolean logger = pack.startsWith("org.slf4j") || name.equals("java.lang.System$Logger");
        // A name of an encoding is a value.
        boolean nio = pack.startsWith("java.nio") && !pack.equals("java.nio.charset");
        boolean files = nio || pack.startsWith("java.io");
        boolean value = name.equals("java.io.Serializable");
        return (files && !value)
                || pack.startsWith("java.net")
                || thread
                || chance
                || time
                || logger;
    }

    @Test
    void eachLibraryHasOneRoom() {
        onlyIn("org.snakeyaml..", "org.vzgit.schema.document");
        onlyIn("com.networknt..", "org.vzgit.schema.document");
        onlyIn("org.eclipse.jgit..", "org.vzgit.reconciler.source..");
        onlyIn("org.apache.sshd..", "org.vzgit.reconciler.source..");
        onlyIn("org.bouncycastle..", "org.vzgit.reconciler.source.signature");
        onlyIn("jnr..", SYS);
        onlyIn("picocli..", "org.vzgit.reconciler.cli");
    }

    private void onlyIn(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .and()
                .doNotHaveFullyQualifiedName("org.vzgit.reconciler.Main")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(all);
    }

    private void onlyOurs(String room, String... allowed) {
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.describe(
                                "are ours only from " + String.join(", ", allowed),
                                type ->
                                        !type.getPackageName().startsWith("org.vzgit")
                                                || JavaClass.Predicates.resideInAnyPackage(allowed)
                                                        .test(type)))
                .allowEmptyShould(true)
                .check(all);
    }
}
