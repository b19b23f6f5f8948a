// What a line of an estimate costs: the same kind of operation with few lines and with many, each request
// another one.

const COUNTS = [2, 5, 10, 20, 40];
/** Requests of each operation, asked in turn. */
const VARIED = 64;

/** An operation with the given number of lines. Each has a price of its own; some use a table, some are per many units. */
function operation(lines) {
  const price = Array.from({ length: lines }, (_, n) => ({
    line: `Part ${n + 1}`,
    quantity: ["seconds", "frames * 2", "max(tokens - 500, 0)"][n % 3],
    unit: ["s", "frame", "token"][n % 3],
    ...(n % 3 === 2 ? { per: "1000" } : {}),
    rate: n % 2 ? { by: "size", small: `${n + 1}.25`, large: `${n + 2}.5` } : `${n + 1}`,
  }));
  const settings = {
    seconds: { number: { min: 0, max: 1000, step: "0.5" } },
    frames: { number: { min: 0, max: 100000 } },
    tokens: { number: { min: 0, max: 10000000 } },
    size: { choice: ["small", "large"] },
  };
  return { id: `of-${lines}`, settings, price };
}

const catalog = {
  catalog: "lines", version: "1", as_of: "2026-11-01",
  credit: { name: "credit", plural: "credits", step: "0.0001" },
  operations: COUNTS.map(operation),
};

function requests(lines) {
  return Array.from({ length: VARIED }, (_, n) => ({
    operation: `of-${lines}`,
    settings: { seconds: 1 + n / 2, frames: 24 * n + 7, tokens: 1000 + 997 * n, size: n % 2 ? "small" : "large" },
  }));
}

/**
 * Microseconds for one estimate, by its number of lines: the fastest of many short rounds, taken in turns.
 * A round is shorter than a time slice of a busy machine.
 */
export function measureLines(Catalog, rounds = 300) {
  const open = new Catalog(JSON.stringify(catalog));
  const asked = COUNTS.map((lines) => ({ lines, all: requests(lines), least: Infinity }));
  for (let round = 0; round < rounds; round += 1) {
    for (const each of asked) {
      const start = performance.now();
      for (let n = 0; n < VARIED; n += 1) {
        if (open.estimate(each.all[n]).lines.length !== each.lines) throw new Error("a line is missing");
      }
      each.least = Math.min(each.least, ((performance.now() - start) / VARIED) * 1000);
    }
  }
  open.free();
  return asked.map(({ lines, least }) => ({ lines, micros: least }));
}
