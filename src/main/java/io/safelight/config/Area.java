package io.safelight.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the area of the configuration that a record holds. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Area {
  /** The first part of every key, such as {@code upload}. */
  String value();

  /** What the area is about, as a heading's sentence for docs/config.md. */
  String doc();
}
