import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Identifiers } from "../../../app/graphiql/src/identifiers.mjs";
import { MemoryStorage } from "./memory_storage.mjs";

const BLANK = '{"instance": ""}';

describe("ids carried from tab to tab", () => {
  let storage;
  let identifiers;
  const fill = (tab, text) => JSON.parse(identifiers.fill(tab, text));
  const answer = (instance) =>
    identifiers.remember({ data: { installPlugin: { instance: { id: instance } } } });

  beforeEach(() => {
    storage = new MemoryStorage();
    identifiers = new Identifiers(storage, { group: "g1" });
  });

  it("fills in an empty variable with the id of the same name", () => {
    answer("i1");
    assert.deepEqual(fill("tab", '{"group": "", "instance": "", "other": ""}'), {
      group: "g1",
      instance: "i1",
      other: "",
    });
  });

  it("brings up to date what it filled in, and nothing else", () => {
    answer("i1");
    fill("tab", BLANK);
    answer("i2");
    assert.deepEqual(fill("tab", '{"instance": "i1"}'), { instance: "i2" });
    assert.deepEqual(fill("another", '{"instance": "i1"}'), { instance: "i1" });
    assert.deepEqual(fill("tab", '{"instance": "mine"}'), { instance: "mine" });
  });

  it("takes no id out of a list", () => {
    identifiers.remember({ data: { instances: [{ instance: { id: "i1" } }] } });
    assert.equal(identifiers.fill("tab", BLANK), BLANK);
  });

  it("leaves text that is no JSON object as it is", () => {
    for (const text of ["", "{", "null", "[1]", '"text"']) {
      assert.equal(identifiers.fill("tab", text), text);
    }
  });

  it("passes over an answer of errors alone", () => {
    identifiers.remember({ errors: [{ message: "no" }] });
    identifiers.remember({ data: null });
    assert.equal(identifiers.fill("tab", BLANK), BLANK);
  });

  it("still knows them when the page is loaded again", () => {
    answer("i1");
    fill("tab", BLANK);
    identifiers = new Identifiers(storage, { group: "g1" });
    answer("i2");
    assert.deepEqual(fill("tab", '{"instance": "i1"}'), { instance: "i2" });
  });

  it("forgets the ids of another database", () => {
    answer("i1");
    identifiers = new Identifiers(storage, { group: "g2" });
    assert.equal(identifiers.fill("tab", BLANK), BLANK);
    assert.deepEqual(fill("tab", '{"group": ""}'), { group: "g2" });
  });
});
