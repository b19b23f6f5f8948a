// From nothing to the first estimate by an entry, in a process of its own.
const { readFileSync } = await import("node:fs");
const text = readFileSync(process.argv[3], "utf8");
const before = performance.now();
const { Catalog } = await import(process.argv[2]);
const loaded = performance.now();
new Catalog(text).estimate({ operation: "clip" });
console.log(JSON.stringify({ loaded: loaded - before, estimated: performance.now() - before }));
