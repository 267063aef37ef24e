package io.aramaki.kit.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a key is worth if neither file nor environment say it, written as in the file:
/// `@Default("10s") Duration timeout`, `@Default("[127.0.0.1]") List<String> hosts`.
///
/// A key without it must be given, unless its type has an empty value (Optional, List, Set, Map) or
/// is a section whose own keys all have one.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  String value();
}
