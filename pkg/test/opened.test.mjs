// A catalog opens with an operation that is wrong, which is an error when it is first used: the same that
// the whole check finds.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Catalog } from "drawdown";
import { Catalog as Prices } from "drawdown/prices";

const half = {
  catalog: "half-wrong", version: "1", as_of: "2026-11-01", currency: "USD",
  credit: { name: "credit", plural: "credits", step: "1" },
  operations: [
    { id: "right", tool: "image", settings: { n: { number: { min: 1, max: 9 } } }, price: [{ line: "image", quantity: "n", rate: "24" }] },
    { id: "wrong", tool: "image", price: [{ line: "image", rate: "width" }, { lime: "x", rate: "1" }] },
  ],
  classes: { plan: {} },
  plans: [{ id: "pro", price: { month: 10 }, grants: [] }],
};
/** Names are read before rates are compiled. */
const FIRST = "/operations/1/price/1/lime";

/** What is thrown, as a plain object. */
function thrown(act) {
  try {
    act();
  } catch ({ name, message, code, path, errors }) {
    return { name, message, code, path, errors };
  }
  assert.fail("nothing was thrown");
}

const uses = {
  estimate: (catalog) => catalog.estimate({ operation: "wrong" }),
  "estimate by JSON": (catalog) => catalog.estimate({ toJSON: () => ({ operation: "wrong" }) }),
  total: (catalog) => catalog.total({ operation: "wrong" }),
  affordable: (catalog) => catalog.affordable({ operation: "wrong" }, 100),
  cheaper: (catalog) => catalog.cheaper({ operation: "wrong" }),
  sold: (catalog) => catalog.sold({ operation: "wrong" }),
  quote: (catalog) => catalog.quote({ operation: "wrong" }),
};

for (const [entry, Kind] of Object.entries({ everything: Catalog, prices: Prices })) {
  test(`${entry}: the first use of a wrong operation says what the whole check says`, () => {
    const whole = thrown(() => new Catalog(half).warnings());
    assert.equal(whole.name, "DrawdownError");
    assert.equal(whole.path, FIRST);
    assert.ok(whole.errors.length > 1);
    for (const [use, act] of Object.entries(uses)) {
      for (const catalog of [new Kind(half), new Kind(JSON.stringify(half))]) {
        assert.deepEqual(thrown(() => act(catalog)), whole, use);
        // And so does every use after it.
        assert.deepEqual(thrown(() => act(catalog)), whole, use);
        if (entry === "everything") assert.deepEqual(thrown(() => catalog.warnings()), whole);
      }
    }
  });

  test(`${entry}: a slider of it says the first thing that is wrong`, () => {
    const [first] = thrown(() => new Catalog(half).warnings()).errors;
    const found = thrown(() => new Kind(half).preview("wrong"));
    assert.deepEqual([found.code, found.path, found.errors], [first.code, first.path, [first]]);
  });

  test(`${entry}: the handle is usable afterwards`, () => {
    const catalog = new Kind(half);
    for (const act of Object.values(uses)) {
      thrown(() => act(catalog));
      const request = { operation: "right", settings: { n: 2 } };
      assert.equal(catalog.estimate(request).total, 48);
      assert.equal(catalog.total(request).total, 48);
      assert.equal(catalog.affordable(request, 100).runs, 2);
      assert.equal(catalog.quote(request).estimate.total, 48);
      const preview = catalog.preview("right");
      preview.set(preview.slot("n"), 3);
      assert.equal(preview.total(), 72);
      preview.free();
    }
    assert.deepEqual(catalog.info().operations.map(({ id }) => id), ["right", "wrong"]);
    assert.equal(catalog.digest, new Kind(half).digest);
  });

  test(`${entry}: a catalog that is wrong elsewhere does not open, and all is said at once`, () => {
    const found = thrown(() => new Kind({ ...half, currency: 5 }));
    assert.ok(found.errors.some(({ path }) => path === "/currency"), found.message);
    assert.ok(found.errors.some(({ path }) => path === FIRST), found.message);
  });
}

test("everything: the whole check, scenarios and fits say so too, where the operation stands", () => {
  const whole = thrown(() => new Catalog(half).warnings());
  assert.deepEqual(thrown(() => new Catalog(half).check()), whole);
  const demand = [{ request: { operation: "wrong" }, per_day: 1 }];
  const scenario = { start: "2026-11-01", for: "1 month", account: { plan: "pro" }, demand };
  const catalog = new Catalog(half);
  for (const act of [() => catalog.simulate(scenario), () => catalog.forecast(scenario), () => catalog.fit({ lines: demand })]) {
    const found = thrown(act);
    assert.equal(found.path, FIRST);
    assert.deepEqual(found.errors, whole.errors);
  }
  const right = { ...scenario, demand: [{ request: { operation: "right", settings: { n: 1 } }, per_day: 1 }] };
  assert.equal(catalog.simulate(right).summary().totals.wanted, 30);
});

test("which choices are sold, all else as asked", () => {
  const sold = {
    ...half,
    operations: [{
      id: "clip",
      settings: { model: { choice: ["a", "b"] }, resolution: { choice: ["480p", "720p", "1080p"] }, audio: { flag: false }, images: { choice: [1, 2] } },
      price: [{ line: "clip", rate: {
        by: ["model", "resolution"],
        a: { "480p": "1", "720p": "2", "1080p": "not_sold" },
        b: { "480p": "not_sold", "720p": "unpriced", "1080p": "4" },
      } }],
    }],
  };
  for (const Kind of [Catalog, Prices]) {
    const catalog = new Kind(sold);
    const of = (settings) => Object.fromEntries(catalog.sold({ operation: "clip", settings }).map(({ setting, ...rest }) => [setting, rest]));
    assert.deepEqual(of({ model: "a" }).resolution, { sold: ["480p", "720p"], not_sold: ["1080p"] });
    assert.deepEqual(of({ model: "b" }).resolution, { sold: ["720p", "1080p"], not_sold: ["480p"] });
    assert.deepEqual(of({ resolution: "1080p" }).model, { sold: ["b"], not_sold: ["a"] });
    assert.deepEqual(of({}).resolution, { sold: ["480p", "720p", "1080p"], not_sold: [] });
    assert.deepEqual(of({}).audio, { sold: [false, true], not_sold: [] });
    assert.deepEqual(of({}).images, { sold: [1, 2], not_sold: [] });
    // What is asked for itself may be what is not sold: the others are told.
    assert.deepEqual(of({ model: "a", resolution: "1080p" }).resolution, { sold: ["480p", "720p"], not_sold: ["1080p"] });
    const refused = thrown(() => catalog.estimate({ operation: "clip", settings: { model: "a", resolution: "1080p" } }));
    assert.equal(refused.code, "not_sold");
    assert.match(refused.message, /sold instead: .*480p, 720p/);
    assert.deepEqual(thrown(() => catalog.sold({ operation: "clop" })), thrown(() => catalog.estimate({ operation: "clop" })));
    assert.deepEqual(thrown(() => catalog.sold({ operation: "clip", settings: { model: "c" } })).path, "/settings/model");
  }
});
