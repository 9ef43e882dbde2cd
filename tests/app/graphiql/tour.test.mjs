import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { ownStorage } from "../../../app/graphiql/src/storage.mjs";
import { reopenTour } from "../../../app/graphiql/src/tour.mjs";
import { MemoryStorage } from "./memory_storage.mjs";

const TOUR = [
  { query: "# First.\nquery Tour1_Look { me }", variables: "" },
  { query: "mutation Tour2_Act($group: ID!) { act }", variables: '{"group": ""}' },
];
const OWN_TAB = { id: "own", title: "Mine", query: "query Mine { me }", variables: null };

describe("the tour asked for again", () => {
  let storage;
  const state = () => JSON.parse(storage.getItem("graphiql:tabState"));
  const open = (...tabs) =>
    storage.setItem("graphiql:tabState", JSON.stringify({ activeTabIndex: 0, tabs }));

  beforeEach(() => {
    storage = ownStorage(new MemoryStorage());
  });

  it("opens beside the tabs that are there, its first step in front", () => {
    open(OWN_TAB);
    reopenTour(storage, TOUR);
    assert.deepEqual(
      state().tabs.map(({ title }) => title),
      ["Mine", "Tour1_Look", "Tour2_Act"],
    );
    assert.equal(state().activeTabIndex, 1);
    assert.equal(storage.getItem("graphiql:query"), TOUR[0].query);
  });

  it("leaves the steps that are open where they are", () => {
    open({ ...OWN_TAB, ...TOUR[1] }, OWN_TAB);
    reopenTour(storage, TOUR);
    assert.deepEqual(
      state().tabs.map(({ query }) => query),
      [TOUR[1].query, OWN_TAB.query, TOUR[0].query],
    );
  });

  it("opens where nothing is stored", () => {
    reopenTour(storage, TOUR);
    assert.equal(state().tabs.length, 2);
  });
});

describe("storage of our own", () => {
  it("does not meet another GraphiQL's of the same address", () => {
    const base = new MemoryStorage();
    base.setItem("graphiql:query", "theirs");
    const storage = ownStorage(base);
    storage.setItem("graphiql:query", "ours");
    assert.equal(base.getItem("graphiql:query"), "theirs");
    assert.equal(storage.length, 1);
    storage.clear();
    assert.equal(storage.length, 0);
    assert.equal(base.getItem("graphiql:query"), "theirs");
  });
});
