package io.safelight.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Router router = new Router();

  private void route(String method, String pattern) {
    router.add(method, pattern, TestServer.ERRORS, _ -> Response.empty(200));
  }

  private void assertFound(String path, String pattern, Map<String, String> variables) {
    assertThat(router.match("GET", path))
        .isInstanceOfSatisfying(Router.Match.Found.class, found -> {
          assertThat(found.route().pattern()).isEqualTo(pattern);
          assertThat(found.variables()).isEqualTo(variables);
        });
  }

  private void assertNone(String path, ErrorCode code) {
    assertThat(router.match("GET", path))
        .as(path)
        .isInstanceOfSatisfying(Router.Match.None.class, none -> assertThat(none.error().code()).isEqualTo(code));
  }

  @Test
  void a_literal_wins_over_a_variable_and_a_suffix_over_a_bare_variable() {
    route("GET", "/a/{id}");
    route("GET", "/a/{id}.json");
    route("GET", "/a/new");
    route("GET", "/a/new/{x}/z");
    route("GET", "/a/{y}/b/c");
    assertFound("/a/1", "/a/{id}", Map.of("id", "1"));
    assertFound("/a/1.json", "/a/{id}.json", Map.of("id", "1"));
    assertFound("/a/new", "/a/new", Map.of());
    assertFound("/a/new/q/z", "/a/new/{x}/z", Map.of("x", "q"));
    assertFound("/a/new/b/c", "/a/{y}/b/c", Map.of("y", "new"));
    assertFound("/a/.json", "/a/{id}", Map.of("id", ".json"));
    assertFound("/a/%6Eew", "/a/new", Map.of());
  }

  @Test
  void patterns_of_one_shape_may_name_their_variables_differently() {
    route("GET", "/a/{id}");
    route("POST", "/a/{key}");
    route("GET", "/a/{key}/{other}");
    assertFound("/a/1", "/a/{id}", Map.of("id", "1"));
    assertFound("/a/1/2", "/a/{key}/{other}", Map.of("key", "1", "other", "2"));
    assertThat(((Router.Match.Found) router.match("POST", "/a/1")).variables()).isEqualTo(Map.of("key", "1"));
  }

  @Test
  void variables_are_decoded_once_and_never_hold_what_a_path_could_be_made_of() {
    route("GET", "/a/{id}");
    route("GET", "/a/{id}/{rest}");
    assertFound("/a/x%20y", "/a/{id}", Map.of("id", "x y"));
    assertFound("/a/%2541", "/a/{id}", Map.of("id", "%41"));
    assertFound("/a/%C3%BC", "/a/{id}", Map.of("id", "ü"));
    for (String path : new String[] {"/a/..", "/a/%2e%2E", "/a/.", "/a/x%2Fy", "/a/x%5cy", "/a/%00", "/a/%0a", "/a/%ff",
        "/a/%", "/a/%4", "/a/%zz", "/a/", "/a", "a/b", "*", "", "/a/b/..", "/a//c", "/A/b"}) {
      assertNone(path, ErrorCode.NOT_FOUND);
    }
  }

  @Test
  void a_wrong_method_is_told_which_are_right() {
    route("POST", "/m");
    route("GET", "/m");
    assertThat(router.match("DELETE", "/m")).isInstanceOfSatisfying(Router.Match.None.class, none -> {
      assertThat(none.error().code()).isEqualTo(ErrorCode.METHOD_NOT_ALLOWED);
      assertThat(none.allow()).isEqualTo("GET, HEAD, POST");
    });
    assertThat(router.match("HEAD", "/m")).isInstanceOf(Router.Match.Found.class);
    assertThat(router.match("OPTIONS", "/m")).isInstanceOf(Router.Match.None.class);
    route("OPTIONS", "/m");
    assertThat(router.match("OPTIONS", "/m")).isInstanceOf(Router.Match.Found.class);
  }

  @Test
  void the_longest_prefix_renders_errors() {
    ErrorRenderer general = (_, _) -> Response.empty(1);
    ErrorRenderer second = (_, _) -> Response.empty(2);
    router.fallback("/", general);
    router.fallback("/2/", second);
    assertThat(((Router.Match.None) router.match("GET", "/2/x")).errors()).isSameAs(second);
    assertThat(((Router.Match.None) router.match("GET", "/1/x")).errors()).isSameAs(general);
  }

  @Test
  void registering_twice_is_a_mistake() {
    route("GET", "/a/{id}");
    assertThatThrownBy(() -> route("GET", "/a/{id}")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> route("GET", "/a/{other}")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> route("GET", "a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> route("GET", "/{}")).isInstanceOf(IllegalStateException.class);
    router.fallback("/", TestServer.ERRORS);
    assertThatThrownBy(() -> router.fallback("/", TestServer.ERRORS)).isInstanceOf(IllegalStateException.class);
  }
}
