// Whether the garbage collector frees what nobody does: in a process of its own, so that others' memory does not count.
import { execFileSync } from "node:child_process";

/** Bytes that a thousand rounds add, after two hundred to warm up. */
export function grownBy(setup, round) {
  const script = `
    ${setup}
    const rounds = async (count) => {
      for (let i = 0; i < count; i += 1) {
        ${round}
        if (i % 50 === 0) { globalThis.gc(); await new Promise((resolve) => setTimeout(resolve)); }
      }
    };
    await rounds(200);
    const before = process.memoryUsage().rss;
    await rounds(1000);
    console.log(process.memoryUsage().rss - before);`;
  const options = ["--expose-gc", "--input-type=module", "--eval", script];
  return Number(execFileSync(process.execPath, options, { cwd: import.meta.dirname, encoding: "utf8" }));
}
