package io.aramaki.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The transport is of another version than the rest of gRPC, whose internals it uses: whatever it
/// calls and extends must be there.
class TransportLinkTest {
  private static final String TRANSPORT = "io.grpc.okhttp";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.grpc");

  private static Stream<JavaClass> transport() {
    return CLASSES.stream().filter(each -> each.getPackageName().startsWith(TRANSPORT));
  }

  @Test
  void transport_whatItCalls_isThere() {
    List<? extends JavaAccess<?>> accesses =
        transport()
            .flatMap(each -> each.getAccessesFromSelf().stream())
            .filter(access -> access.getTargetOwner().getPackageName().startsWith("io.grpc"))
            .filter(access -> !access.getTargetOwner().getPackageName().startsWith(TRANSPORT))
            .toList();

    assertThat(accesses).hasSizeGreaterThan(100);
    assertThat(accesses.stream().map(JavaAccess::getTarget))
        .allMatch(target -> ((AccessTarget) target).resolveMember().isPresent());
  }

  @Test
  void transport_whatItMustImplement_isImplemented() {
    List<JavaClass> concrete =
        transport()
            .filter(each -> !each.isInterface())
            .filter(each -> !each.getModifiers().contains(JavaModifier.ABSTRACT))
            .toList();

    assertThat(concrete).hasSizeGreaterThan(50);
    assertThat(concrete.stream().flatMap(TransportLinkTest::missing)).isEmpty();
  }

  private static Stream<String> missing(JavaClass of) {
    return of.getAllMethods().stream()
        .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
        .filter(method -> method.getOwner().getPackageName().startsWith("io.grpc"))
        .filter(
            method -> of.getAllMethods().stream().noneMatch(other -> implementsIt(other, method)))
        .map(method -> of.getName() + " lacks " + method.getFullName());
  }

  private static boolean implementsIt(JavaMethod candidate, JavaMethod method) {
    return !candidate.getModifiers().contains(JavaModifier.ABSTRACT)
        && candidate.getName().equals(method.getName())
        && parameters(candidate).equals(parameters(method));
  }

  private static List<String> parameters(JavaMethod method) {
    return method.getRawParameterTypes().stream().map(JavaClass::getName).toList();
  }
}
