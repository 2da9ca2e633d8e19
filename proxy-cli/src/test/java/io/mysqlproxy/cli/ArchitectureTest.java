package io.mysqlproxy.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/** The rules of the design that a compiler does not check. Lives in the module that sees all others. */
class ArchitectureTest {
    private static final String CORE = "io.mysqlproxy.core..";
    private static final String PROTOCOL = "io.mysqlproxy.protocol..";
    private static final String CLI = "io.mysqlproxy.cli..";
    private static final String ZSTD = "io.mysqlproxy.protocol.ZstdDecompressor";
    private static final String WIRE = "io.mysqlproxy.protocol.wire..";
    private static final String MESSAGE = "io.mysqlproxy.protocol.message..";
    private static final String CONVERSATION = "io.mysqlproxy.protocol.conversation..";
    private static final String DIGEST = "io.mysqlproxy.protocol.digest..";
    private static final String CAPTURE = "io.mysqlproxy.protocol.capture..";
    private static final String TLS = "io.mysqlproxy.protocol.tls..";
    private static final String FILTER = "io.mysqlproxy.cli.filter..";

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mysqlproxy");

    @Test
    void seesAllModules() {
        assertThat(PROGRAM.stream().map(type -> type.getPackageName()).distinct())
                .contains("io.mysqlproxy.core", "io.mysqlproxy.protocol", "io.mysqlproxy.cli");
    }

    @Test
    void coreMovesBytesAndKnowsNothingOfTheirMeaning() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(PROTOCOL, CLI))
                .check(PROGRAM);
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .haveSimpleNameContaining("MySql")
                .orShould()
                .haveSimpleNameContaining("Packet")
                .check(PROGRAM);
    }

    /** A virtual thread that waited for one of the selector's monitors would be unmounted with the others in its hands, and the loop would wait for it for ever. */
    @Test
    void onlyTheLoopOfACarrierLooksAtItsSockets() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "select outside of the loop",
                        (JavaMethodCall call) -> call.getTargetOwner().isAssignableTo(Selector.class)
                                && call.getName().startsWith("select")
                                && !call.getOrigin().getFullName().equals("io.mysqlproxy.core.Carrier.poll()")))
                .check(PROGRAM);
    }

    @Test
    void protocolDoesNotKnowTheProgram() {
        noClasses()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .dependOnClassesThat(resideInAnyPackage(CLI))
                .check(PROGRAM);
    }

    @Test
    void decodingIsLayered() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(PROTOCOL, CLI)
                .layer("wire")
                .definedBy(WIRE)
                .layer("message")
                .definedBy(MESSAGE)
                .layer("conversation")
                .definedBy(CONVERSATION)
                .layer("digest")
                .definedBy(DIGEST)
                .layer("protocol")
                .definedBy("io.mysqlproxy.protocol")
                .layer("capture")
                .definedBy(CAPTURE)
                .layer("tls")
                .definedBy(TLS)
                .layer("filter")
                .definedBy(FILTER)
                .layer("cli")
                .definedBy("io.mysqlproxy.cli")
                .whereLayer("wire")
                .mayNotAccessAnyLayer()
                .whereLayer("message")
                .mayOnlyAccessLayers("wire")
                .whereLayer("conversation")
                .mayOnlyAccessLayers("message", "wire")
                .whereLayer("digest")
                .mayOnlyAccessLayers("wire")
                .whereLayer("protocol")
                .mayOnlyAccessLayers("conversation", "message", "digest", "wire")
                .whereLayer("capture")
                .mayOnlyAccessLayers("protocol", "wire")
                .whereLayer("tls")
                .mayOnlyAccessLayers("protocol", "message", "wire")
                .whereLayer("filter")
                .mayOnlyAccessLayers("protocol", "conversation", "message", "digest", "wire")
                .check(PROGRAM);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.mysqlproxy.(**)").should().beFreeOfCycles().check(PROGRAM);
    }

    @Test
    void decodingDoesNoInputOrOutput() {
        noClasses()
                .that(resideInAnyPackage(WIRE, MESSAGE, CONVERSATION, DIGEST, CAPTURE))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..", "org.slf4j.."))
                .check(PROGRAM);
        // The table of words is in the jar, read once.
        noClasses()
                .that(resideInAnyPackage(WIRE, MESSAGE, CONVERSATION, DIGEST))
                .and()
                .doNotHaveFullyQualifiedName("io.mysqlproxy.protocol.digest.Words")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.file.."))
                .check(PROGRAM);
    }

    /** Addresses are values there; nothing is asked of a resolver. */
    @Test
    void filteringDoesNoInputOrOutput() {
        noClasses()
                .that(resideInAnyPackage(FILTER))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..")
                        .and(not(belongToAnyOf(InetAddress.class, UnknownHostException.class)))
                        .or(resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "org.slf4j..")))
                .check(PROGRAM);
    }

    @Test
    void decodingStartsNoThreadsAndLooksAtNoClock() {
        // The package itself, where threads and executors are: a recorder of live sessions in capture has a lock, which
        // is a package below.
        noClasses()
                .that(resideInAnyPackage(WIRE, MESSAGE, CONVERSATION, DIGEST, CAPTURE, FILTER))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.concurrent"))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(PROGRAM);
        noClasses()
                .that(resideInAnyPackage(WIRE, MESSAGE, CONVERSATION, DIGEST, FILTER))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.concurrent.."))
                .check(PROGRAM);
    }

    @Test
    void librariesDependOnNothingButTheJdkAndTheFacadeForLogs() {
        classes()
                .that(resideInAnyPackage(CORE, PROTOCOL))
                .and()
                .doNotHaveFullyQualifiedName(ZSTD)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        CORE,
                        PROTOCOL,
                        "java..",
                        "javax.net..",
                        "javax.crypto..",
                        "javax.security..",
                        "jdk.jfr..",
                        "org.slf4j..",
                        "org.jspecify.."))
                .check(PROGRAM);
    }

    /** It is optional: a class that names it cannot be loaded where it is not. */
    @Test
    void theLibraryForZstdIsNamedByOneClass() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ZSTD)
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.github.luben.."))
                .check(PROGRAM);
    }

    @Test
    void librariesDoNotTouchStandardStreams() {
        noClasses()
                .that(resideInAnyPackage(CORE, PROTOCOL))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(PROGRAM);
    }

    /** On Java 21 a virtual thread that blocks inside synchronized pins its carrier; tests on a newer Java do not show it. */
    @Test
    void nothingNearInputAndOutputIsSynchronized() {
        noMethods()
                .that()
                .areDeclaredInClassesThat(resideOutsideOfPackages("picocli.."))
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(PROGRAM);
        assertThat(Stream.of("proxy-core", "proxy-protocol", "proxy-cli")
                        .flatMap(ArchitectureTest::sources)
                        .filter(ArchitectureTest::hasSynchronizedBlock))
                .isEmpty();
    }

    private static Stream<Path> sources(String module) {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).as("sources of " + module).isNotEmpty();
            return sources.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasSynchronizedBlock(Path source) {
        try (Stream<String> lines = Files.lines(source)) {
            return lines.anyMatch(line -> line.matches(".*\\bsynchronized\\s*\\(.*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever has a TLS session's keys can read a capture of it: nothing here may come by them. */
    @Test
    @Rule("SEC-20")
    void nobodyAsksForTheKeysOfTlsSessions() {
        noClasses()
                .should()
                .callMethodWhere(target(name("exportKeyingMaterialKey"))
                        .or(target(name("exportKeyingMaterialData")))
                        .or(target(name("getMasterSecret"))))
                .orShould()
                .dependOnClassesThat(belongToAnyOf(SecretKey.class))
                .check(PROGRAM);
    }
}
