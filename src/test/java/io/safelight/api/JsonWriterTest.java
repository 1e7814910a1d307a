package io.safelight.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonWriterTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void members_come_in_the_order_in_which_they_are_written() {
    var json = new JsonWriter();
    json.beginObject()
        .field("b", 1)
        .field("a", true)
        .name("list")
        .beginArray()
        .value(1)
        .value("x")
        .beginObject()
        .endObject()
        .endArray()
        .field("none", null)
        .endObject();

    assertThat(text(json)).isEqualTo("{\"b\":1,\"a\":true,\"list\":[1,\"x\",{}],\"none\":null}");
  }

  @Test
  void members_of_an_error_keep_their_types() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("text", "a\"b");
    members.put("int", 1);
    members.put("long", 1L << 40);
    members.put("decimal", new BigDecimal("29.97"));
    members.put("flag", false);
    members.put("map", Map.of("key", "value"));

    assertThat(text(new JsonWriter().beginObject().fields(members).endObject()))
        .isEqualTo("{\"text\":\"a\\\"b\",\"int\":1,\"long\":1099511627776,\"decimal\":29.97,\"flag\":false,\"map\":{\"key\":\"value\"}}");
  }

  @Test
  void any_text_survives() {
    var random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        switch (random.nextInt(3)) {
          case 0 -> text.append((char) random.nextInt(128));
          case 1 -> text.append((char) random.nextInt(0x10000));
          default -> text.appendCodePoint(0x10000 + random.nextInt(0x10000));
        }
      }

      byte[] bytes = new JsonWriter().beginObject().field("text", text.toString()).endObject().toBytes();

      assertThat(MAPPER.readTree(bytes).path("text").asString()).isEqualTo(text.toString());
    }
  }

  private static String text(JsonWriter json) {
    return new String(json.toBytes(), StandardCharsets.UTF_8);
  }
}
