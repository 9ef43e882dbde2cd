import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { requestHeaders } from "../../../app/graphiql/src/headers.mjs";
import { withEarlier } from "../../../app/graphiql/src/updates.mjs";

describe("headers of a request", () => {
  it("carry the page's token", () => {
    assert.deepEqual(requestHeaders(undefined, "t"), { Authorization: "Bearer t" });
  });

  it("carry the person's instead, however it is spelled", () => {
    assert.deepEqual(requestHeaders({ authorization: "Bearer mine", "X-One": "1" }, "t"), {
      Authorization: "Bearer mine",
      "X-One": "1",
    });
  });

  it("carry none when there is none", () => {
    assert.deepEqual(requestHeaders({}, null), {});
  });
});

describe("updates of a subscription", () => {
  it("are shown with those before them, newest first", () => {
    const show = withEarlier();
    assert.deepEqual(show({ data: 1 }), { data: 1 });
    assert.deepEqual(show({ data: 2 }), { data: 2, earlier: [1] });
    assert.deepEqual(show({ data: 3 }), { data: 3, earlier: [2, 1] });
  });

  it("are not kept without end", () => {
    const show = withEarlier();
    for (let data = 0; data < 1000; data += 1) show({ data });
    assert.equal(show({ data: 1000 }).earlier.length, 100);
  });
});
