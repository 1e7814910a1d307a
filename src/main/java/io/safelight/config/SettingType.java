package io.safelight.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A type that a setting may have: how its text is read and how it is described to a person. */
sealed interface SettingType {

  /** Reads the notation; throws {@link IllegalArgumentException} when the text is something else. */
  Object parse(String text);

  /** What is accepted, such as {@code a whole number}. */
  String accepts();

  /** A type whose values have an order, so that a setting can have a smallest and a largest one. */
  sealed interface Ordered extends SettingType {
    /** A number that orders the values. */
    long order(Object value);
  }

  /** Finds the type of a record's component; throws {@link IllegalArgumentException} where no setting can have it. */
  static SettingType of(Class<?> type) {
    if (type == int.class) {
      return new IntType();
    } else if (type == long.class) {
      return new LongType();
    } else if (type == boolean.class) {
      return new BooleanType();
    } else if (type == Duration.class) {
      return new DurationType();
    } else if (type == ByteSize.class) {
      return new SizeType();
    } else if (type == Ladder.class) {
      return new LadderType();
    } else if (type == Lifetime.class) {
      return new LifetimeType();
    } else if (type == String.class) {
      return new StringType();
    } else if (type == Path.class) {
      return new PathType();
    } else if (type == URI.class) {
      return new UriType();
    } else if (type == List.class) {
      return new ListType();
    } else if (type.isEnum()) {
      return new EnumType(Stream.of(type.getEnumConstants()).map(Enum.class::cast).toList());
    }
    throw new IllegalArgumentException(type + " cannot be the type of a setting");
  }

  record IntType() implements Ordered {
    @Override
    public Object parse(String text) {
      return Integer.parseInt(text);
    }

    @Override
    public String accepts() {
      return "a whole number";
    }

    @Override
    public long order(Object value) {
      return (Integer) value;
    }
  }

  record LongType() implements Ordered {
    @Override
    public Object parse(String text) {
      return Long.parseLong(text);
    }

    @Override
    public String accepts() {
      return "a whole number";
    }

    @Override
    public long order(Object value) {
      return (Long) value;
    }
  }

  record DurationType() implements Ordered {
    @Override
    public Object parse(String text) {
      return DurationNotation.parse(text);
    }

    @Override
    public String accepts() {
      return "a duration such as 500ms, 10s, 5m, 24h or 15d";
    }

    @Override
    public long order(Object value) {
      return ((Duration) value).toMillis();
    }
  }

  record SizeType() implements Ordered {
    @Override
    public Object parse(String text) {
      return ByteSize.parse(text);
    }

    @Override
    public String accepts() {
      return "a size such as 512, 64 KiB, 5 MiB or 10 GiB";
    }

    @Override
    public long order(Object value) {
      return ((ByteSize) value).bytes();
    }
  }

  record LifetimeType() implements Ordered {
    @Override
    public Object parse(String text) {
      return text.equals("never") ? Lifetime.FOREVER : Lifetime.of(DurationNotation.parse(text));
    }

    @Override
    public String accepts() {
      return "never, or a duration such as 10s, 5m, 24h or 15d";
    }

    @Override
    public long order(Object value) {
      return ((Lifetime) value).duration().map(Duration::toMillis).orElse(Long.MAX_VALUE);
    }
  }

  record LadderType() implements SettingType {
    @Override
    public Object parse(String text) {
      return Ladder.parse(text);
    }

    @Override
    public String accepts() {
      return "none, or a list such as 1080p:10368k, 480p:950k";
    }
  }

  record BooleanType() implements SettingType {
    @Override
    public Object parse(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException(text);
      };
    }

    @Override
    public String accepts() {
      return "true or false";
    }
  }

  record StringType() implements SettingType {
    @Override
    public Object parse(String text) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("empty");
      }
      return text;
    }

    @Override
    public String accepts() {
      return "a text that is not empty";
    }
  }

  record PathType() implements SettingType {
    @Override
    public Object parse(String text) {
      if (text.isEmpty()) {
        throw new InvalidPathException(text, "empty");
      }
      return Path.of(text);
    }

    @Override
    public String accepts() {
      return "a path";
    }
  }

  record UriType() implements SettingType {
    @Override
    public Object parse(String text) {
      try {
        return new URI(text);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    public String accepts() {
      return "a URL";
    }
  }

  record ListType() implements SettingType {
    @Override
    public Object parse(String text) {
      return Arrays.stream(text.split(",", -1)).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    @Override
    public String accepts() {
      return "a list, separated by commas";
    }
  }

  record EnumType(@SuppressWarnings("rawtypes") List<Enum> constants) implements SettingType {
    /** What a bare {@code off} in a YAML file is read as. */
    private static final String YAML_OFF = "false";

    @Override
    public Object parse(String text) {
      return constants.stream()
          .filter(constant -> name(constant).equals(text) || (name(constant).equals("off") && text.equals(YAML_OFF)))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(text));
    }

    @Override
    public String accepts() {
      return constants.stream().map(EnumType::name).collect(Collectors.joining(", ", "one of ", ""));
    }

    private static String name(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
