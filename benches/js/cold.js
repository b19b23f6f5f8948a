// From nothing to the first estimate, in a process of its own.
const start = performance.now();
const { readFileSync } = await import("node:fs");
const text = readFileSync(process.argv[2], "utf8");
const before = performance.now();
const { Catalog } = await import("drawdown");
new Catalog(text).estimate({ operation: "clip" });
console.log(JSON.stringify({ package: performance.now() - before, reading: before - start }));
