package io.safelight.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One key of the configuration as its record declares it.
 *
 * @param name such as {@code upload.max-open}
 * @param optional whether it may be left unset; the component is then an {@link Optional}
 */
record SettingKey(String name, SettingType type, boolean optional, Setting setting) {

  /** The areas of the configuration, in the order of {@link SafelightConfig}. */
  static List<Class<?>> areas() {
    return Stream.of(SafelightConfig.class.getRecordComponents()).<Class<?>>map(RecordComponent::getType).toList();
  }

  /** Every key of every area. */
  static List<SettingKey> all() {
    return areas().stream().flatMap(area -> of(area).stream()).toList();
  }

  /** The keys of one area, in the order of the record's components. */
  static List<SettingKey> of(Class<?> area) {
    String prefix = Objects.requireNonNull(area.getAnnotation(Area.class)).value();
    return Stream.of(area.getRecordComponents()).map(component -> of(prefix, component)).toList();
  }

  private static SettingKey of(String prefix, RecordComponent component) {
    String name = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    Setting setting = Objects.requireNonNull(component.getAnnotation(Setting.class), name);
    boolean optional = component.getType() == Optional.class;
    SettingType type = SettingType.of(optional ? argument(component.getGenericType()) : component.getType());
    return new SettingKey(name, type, optional, setting);
  }

  private static Class<?> argument(Type optional) {
    return (Class<?>) ((ParameterizedType) optional).getActualTypeArguments()[0];
  }

  /** The environment variable that sets this key, such as {@code SAFELIGHT_UPLOAD_MAX_OPEN}. */
  String environmentVariable() {
    return "SAFELIGHT_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * Reads a value and checks its range.
   *
   * @throws IllegalArgumentException when the text is not {@linkplain #accepts() accepted}
   */
  Object parse(String text) {
    String value = text.strip();
    if (optional && value.isEmpty()) {
      return Optional.empty();
    }
    Object parsed = type.parse(value);
    if (type instanceof SettingType.Ordered ordered && !inRange(ordered, parsed)) {
      throw new IllegalArgumentException("out of range");
    }
    return optional ? Optional.of(parsed) : parsed;
  }

  /** What is accepted, range included, such as {@code a whole number, from 0 to 65535}. */
  String accepts() {
    return range().isEmpty() ? type.accepts() : type.accepts() + ", " + range();
  }

  /** The range, such as {@code from 0 to 65535}; empty where there is none. */
  String range() {
    String min = setting.min();
    String max = setting.max();
    if (!min.isEmpty() && !max.isEmpty()) {
      return "from " + min + " to " + max;
    }
    return !min.isEmpty() ? "at least " + min : !max.isEmpty() ? "at most " + max : "";
  }

  private boolean inRange(SettingType.Ordered ordered, Object value) {
    long order = ordered.order(value);
    return (setting.min().isEmpty() || order >= ordered.order(type.parse(setting.min())))
        && (setting.max().isEmpty() || order <= ordered.order(type.parse(setting.max())));
  }
}
