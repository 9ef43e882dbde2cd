import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { meantOperation } from "../../../app/graphiql/src/operation.mjs";

const TWO = "query One { me } subscription Two { updates }";
const name = (query, operationName) => meantOperation({ query, operationName })?.name?.value;

describe("the operation that a request means", () => {
  it("is the one that it names", () => {
    assert.equal(name(TWO, "Two"), "Two");
  });

  it("is the only one, although another tab's is named", () => {
    assert.equal(name("query One { me }", "OfAnotherTab"), "One");
    assert.equal(meantOperation({ query: "{ me }", operationName: "Other" }).operation, "query");
  });

  it("is unknown among several, and where there is none", () => {
    assert.equal(meantOperation({ query: TWO, operationName: "Three" }), null);
    assert.equal(meantOperation({ query: "{ me", operationName: null }), null);
  });
});
