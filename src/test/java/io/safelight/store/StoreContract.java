package io.safelight.store;

/** What the contracts run on: a fresh store for each test. */
interface StoreContract {
  StoreFixture store();
}
