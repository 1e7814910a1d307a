package io.safelight.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One key of the configuration: the component's name in lower case with dashes, below the area's name. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /** The default, in the notation of a configuration file. An empty string leaves an optional setting unset. */
  String value();

  /** What the setting does, in sentences for docs/config.md. */
  String doc();

  /** The smallest value that is accepted, in the same notation; empty where there is none. */
  String min() default "";

  /** The largest value that is accepted, in the same notation; empty where there is none. */
  String max() default "";
}
