// Compiled, not run: the types allow what the package does, and nothing else.
import { Catalog, Preview, version, type Amount, type Estimate, type Verdict } from "drawdown";
import { Catalog as WebCatalog, init } from "drawdown/web";

await init();
await init(new URL("https://example.com/drawdown_bg.wasm"));

using catalog = new Catalog({ catalog: "example" });
const estimate: Estimate = catalog.estimate({ operation: "clip", settings: { seconds: 12, audio: true } });
const total: Amount | undefined = estimate.total;
const preview = new WebCatalog("{}").preview("clip", "pro");
preview.set(preview.slot("seconds"), 12);
const shown: number = preview.total();
const words: string = said(catalog.verify(catalog.quote({ operation: "clip" })));
export const used = [total, shown, words, version()];

function said(verdict: Verdict): string {
  switch (verdict.verdict) {
    case "verified":
      return "verified";
    case "differs":
    case "stale":
      return `${verdict.pointer}: ${verdict.expected}, not ${verdict.found}`;
  }
}

// @ts-expect-error a request names its operation
catalog.estimate({ settings: { seconds: 12 } });
// @ts-expect-error a total may be absent, and may be text
const wrong: number = estimate.total;
// @ts-expect-error a preview comes from a catalog
new Preview();
// @ts-expect-error a fourth state does not exist
if (estimate.state === "maybe") used.push(wrong);
