package io.safelight.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.UserId;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WaitingPlacesTest {
  private static final UserId ALICE = new UserId(1);
  private static final UserId BOB = new UserId(2);

  @Test
  void one_user_leaves_half_of_the_places_to_others() {
    var places = new WaitingPlaces(64);

    assertThat(takeAll(places, ALICE)).isEqualTo(32);
    assertThat(takeAll(places, BOB)).isEqualTo(16);
  }

  @Test
  void the_only_place_is_for_whoever_comes_first() {
    var places = new WaitingPlaces(1);

    assertThat(places.take(ALICE)).isTrue();
    assertThat(places.take(BOB)).isFalse();
    places.giveBack(ALICE);
    assertThat(places.take(BOB)).isTrue();
  }

  @Test
  void where_nobody_may_wait_there_is_no_place() {
    assertThat(new WaitingPlaces(0).take(ALICE)).isFalse();
  }

  @Test
  void each_of_several_users_who_want_everything_gets_some() {
    var places = new WaitingPlaces(64);

    assertThat(LongStream.rangeClosed(1, 6).mapToObj(UserId::new).map(user -> takeAll(places, user)))
        .containsExactly(32, 16, 8, 4, 2, 1);
  }

  @Test
  void places_that_are_given_back_can_be_taken_again() {
    var places = new WaitingPlaces(10);
    int taken = takeAll(places, ALICE);
    IntStream.range(0, taken).forEach(_ -> places.giveBack(ALICE));

    assertThat(takeAll(places, BOB)).isEqualTo(taken);
  }

  private static int takeAll(WaitingPlaces places, UserId user) {
    int taken = 0;
    while (places.take(user)) {
      taken++;
    }
    return taken;
  }
}
