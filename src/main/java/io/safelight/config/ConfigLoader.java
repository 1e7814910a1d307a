package io.safelight.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Reads the configuration: defaults, then a YAML file, then environment variables, then flags of the command line, each
 * overriding the ones before it. A key that nobody knows and a value that is out of range stop the start.
 */
public final class ConfigLoader {
  private static final String PREFIX = "SAFELIGHT_";

  /** Variables of the launcher and of the client commands, which are no settings of the server. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "SAFELIGHT_BEARER_TOKEN",
          "SAFELIGHT_DEBUG",
          "SAFELIGHT_JAVA_HOME",
          "SAFELIGHT_JAVA_OPTS",
          "SAFELIGHT_SERVER");

  private static final int FILE_ORDINAL = 100;
  private static final int ENVIRONMENT_ORDINAL = 300;
  private static final int FLAG_ORDINAL = 400;

  private final Map<String, SettingKey> keys =
      SettingKey.all().stream().collect(Collectors.toMap(SettingKey::name, Function.identity()));

  private ConfigLoader() {}

  /**
   * Reads the configuration from all its sources.
   *
   * @param file a YAML file
   * @param flags by key, such as {@code server.port}
   * @param environment the process's environment; variables that do not begin with {@code SAFELIGHT_} are ignored
   * @throws ConfigException with a sentence that names the key, the value and what is accepted
   */
  public static SafelightConfig load(Optional<Path> file, Map<String, String> flags, Map<String, String> environment)
      throws ConfigException {
    return new ConfigLoader().read(file, flags, environment);
  }

  private SafelightConfig read(Optional<Path> file, Map<String, String> flags, Map<String, String> environment)
      throws ConfigException {
    // Nothing is discovered on the class path: no scanning, and nothing but these sources can change the configuration.
    List<ConfigSource> sources = new ArrayList<>();
    if (file.isPresent()) {
      sources.add(fileSource(file.get()));
    }
    sources.add(new PropertiesConfigSource(settingsOf(environment), "environment", ENVIRONMENT_ORDINAL));
    requireKnown(flags.keySet(), "on the command line");
    sources.add(new PropertiesConfigSource(flags, "command line", FLAG_ORDINAL));
    Map<String, String> defaults =
        keys.values().stream().collect(Collectors.toMap(SettingKey::name, key -> key.setting().value()));
    SmallRyeConfig config = new SmallRyeConfigBuilder().withSources(sources).withDefaultValues(defaults).build();
    List<Object> areas = new ArrayList<>();
    for (Class<?> area : SettingKey.areas()) {
      List<Object> values = new ArrayList<>();
      for (SettingKey key : SettingKey.of(area)) {
        values.add(value(config, key, file));
      }
      areas.add(construct(area, values));
    }
    return (SafelightConfig) construct(SafelightConfig.class, areas);
  }

  private ConfigSource fileSource(Path file) throws ConfigException {
    String text;
    YamlConfigSource source;
    try {
      text = Files.readString(file);
      source = new YamlConfigSource(file.toString(), text, FILE_ORDINAL);
    } catch (NoSuchFileException e) {
      throw new ConfigException("The configuration file " + file + " does not exist.", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException("The configuration file " + file + " is not text in UTF-8.", e);
    } catch (IOException e) {
      throw new ConfigException("The configuration file " + file + " cannot be read.", e);
    } catch (RuntimeException e) {
      String problem = String.valueOf(e.getMessage()).lines().map(String::strip).collect(Collectors.joining(" "));
      throw new ConfigException("The configuration file " + file + " is not valid YAML: " + problem, e);
    }
    if (text.lines().map(String::strip).anyMatch(line -> !line.matches("|#.*|---")) && !text.contains(":")) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "The configuration file %s holds no settings; write for example 'server:' and, indented below, 'port: 8080'.",
              file));
    }
    // Lists come twice: joined by commas under their key, and item by item.
    Set<String> names =
        source.getPropertyNames().stream().map(name -> name.replaceFirst("\\[\\d+]$", "")).collect(Collectors.toSet());
    for (String name : names) {
      requireNested(name, file);
    }
    requireKnown(names, "in " + file);
    return source;
  }

  private Map<String, String> settingsOf(Map<String, String> environment) throws ConfigException {
    Map<String, SettingKey> byVariable =
        keys.values().stream().collect(Collectors.toMap(SettingKey::environmentVariable, Function.identity()));
    Map<String, String> settings = new HashMap<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (!variable.getKey().startsWith(PREFIX) || OTHER_VARIABLES.contains(variable.getKey())) {
        continue;
      }
      SettingKey key = byVariable.get(variable.getKey());
      if (key == null) {
        throw unknown(variable.getKey(), "in the environment", byVariable.keySet());
      }
      settings.put(key.name(), variable.getValue());
    }
    return settings;
  }

  /** A key with dots is one name in YAML, which the reader of the file hands over in quotation marks. */
  private void requireNested(String name, Path file) throws ConfigException {
    String path = name.replace("\"", "");
    int dot = path.indexOf('.');
    if (!path.equals(name) && keys.containsKey(path)) {
      throw new ConfigException(
          "The setting '"
              + path
              + "' in "
              + file
              + " has to be nested: write '"
              + path.substring(0, dot)
              + ":' and, indented below, '"
              + path.substring(dot + 1)
              + ": ...'.");
    }
  }

  private void requireKnown(Collection<String> names, String where) throws ConfigException {
    for (String name : names) {
      if (!keys.containsKey(name)) {
        throw unknown(name, where, keys.keySet());
      }
    }
  }

  private static ConfigException unknown(String name, String where, Collection<String> known) {
    return new ConfigException(
        "Unknown setting '" + name + "' " + where + "; did you mean '" + NearestName.of(name, known) + "'?");
  }

  private static Object value(SmallRyeConfig config, SettingKey key, Optional<Path> file) throws ConfigException {
    var found = config.getConfigValue(key.name());
    String text = String.valueOf(found.getRawValue());
    try {
      return key.parse(text);
    } catch (ArithmeticException | IllegalArgumentException e) {
      String origin =
          switch (found.getConfigSourceOrdinal()) {
            case FILE_ORDINAL -> "in " + file.map(Path::toString).orElse("the configuration file");
            case ENVIRONMENT_ORDINAL -> "in " + key.environmentVariable();
            default -> "on the command line";
          };
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "The setting %s is '%s' %s, but must be %s.",
              key.name(), text, origin, key.accepts()), e);
    }
  }

  /** Calls the record's constructor, which checks what holds between several settings. */
  private static Object construct(Class<?> type, List<Object> values) throws ConfigException {
    Class<?>[] types = Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw new ConfigException(String.valueOf(e.getTargetException().getMessage()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
