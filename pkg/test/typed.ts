// Compiled, not run: what the compiler knows of a catalog, shipped or constant.
import { Catalog, DrawdownError, explain, format, type Request, type RequestOf, type TypedCatalog } from "drawdown";
import { catalogs } from "drawdown/catalogs";
import greenzero from "drawdown/catalogs/greenzero";
import imagineart from "drawdown/catalogs/imagineart";
import kive from "drawdown/catalogs/kive";
import { Catalog as Prices } from "drawdown/prices";

const shipped: Catalog<typeof kive> = new Catalog(kive);
shipped.estimate({ operation: "erase", settings: { versions: 2 }, plan: "pro", runs: 3 });
shipped.preview("erase").slot("versions");
shipped.preview("erase").slot("runs");
const ask: RequestOf<typeof kive> = { operation: "remove-background" };
shipped.total(ask);
new Prices(imagineart).info().operations[0]?.id.at(0);
new Prices(greenzero).sold({ operation: "inference" });

// What it answers can be asked again.
for (const { request } of shipped.cheaper({ operation: "erase" }).alternatives) shipped.estimate(request);
shipped.estimate(shipped.quote(ask).request);
for (const { id } of shipped.info().operations) shipped.preview(id);
new Catalog<object>(kive).estimate({ operation: "any text" });

// @ts-expect-error no such operation
shipped.estimate({ operation: "erace" });
// @ts-expect-error no such setting
shipped.estimate({ operation: "erase", settings: { version: 2 } });
// @ts-expect-error no such plan
shipped.estimate({ operation: "erase", plan: "platinum" });
// @ts-expect-error no such operation
shipped.preview("erace");
// @ts-expect-error no such setting
shipped.preview("erase").slot("version");
// @ts-expect-error no such setting, in a scenario
shipped.simulate({ start: "2026-11-01", demand: [{ request: { operation: "erase", settings: { version: 1 } }, per_day: 1 }] });
// @ts-expect-error no such operation, in a need
shipped.fit({ lines: [{ request: { operation: "erace" }, per_day: 1 }] });
// @ts-expect-error no such operation, of prices alone
new Prices(kive).estimate({ operation: "erace" });

const studio = {
  catalog: "studio", version: "1", as_of: "2026-11-01", credit: { name: "credit", step: "1" },
  setting_groups: { video: { seconds: { number: { min: 1 } }, resolution: { choice: ["720p", { is: "1080p", only: { pro: true } }] } } },
  plans: [{ id: "hobby" }, { id: "pro" }],
  operations: [
    { id: "clip", use: "video", settings: { resolution: { choice: ["4k"] }, pro: { flag: false } }, price: "free" },
    { id: "film", use: ["video"], settings: { model: { choice: ["v1"], others: true }, parts: { list: { max_items: 3 } } }, price: "free" },
    { id: "still", settings: { size: { choice: [512, 1024] } }, price: "free" },
  ],
} as const;
const own = new Catalog(studio);
own.estimate({ operation: "clip", settings: { seconds: "1.5", resolution: "4k", pro: true } });
own.estimate({ operation: "film", settings: { resolution: "1080p", model: "v9", parts: [1, "2.5"] }, plan: "hobby" });
own.estimate({ operation: "still", settings: { size: 512 } });
// @ts-expect-error the operation's own choices stand for those of the group
own.estimate({ operation: "clip", settings: { resolution: "720p" } });
// @ts-expect-error a flag is no text
own.estimate({ operation: "clip", settings: { pro: "yes" } });
// @ts-expect-error a setting of another operation
own.estimate({ operation: "still", settings: { seconds: 5 } });
// @ts-expect-error no such size
own.estimate({ operation: "still", settings: { size: 640 } });
// @ts-expect-error no such plan
own.estimate({ operation: "still", plan: "max" });

// As a literal in the call it is a constant too.
new Catalog({ operations: [{ id: "a", settings: { n: { number: {} } } }] }).total({ operation: "a", settings: { n: 1 } });
// @ts-expect-error no such operation
new Catalog({ operations: [{ id: "a" }] }).total({ operation: "b" });

// What the compiler does not know is checked when it runs.
const text = new Catalog("{}");
text.estimate({ operation: "anything", settings: { at: 1, all: "x" } });
const read: { operations: { id: string }[] } = JSON.parse("{}");
new Catalog(read).estimate({ operation: "anything" });
new Catalog(await catalogs[0]!.load()).estimate({ operation: "anything" });
const any: Catalog = shipped;
const request: Request = { operation: "anything" };
any.estimate(request);
export function cost<C extends TypedCatalog<{ a: { n?: number } }, "p">>(catalog: Catalog<C>) {
  return catalog.id;
}

try {
  text.check();
} catch (error) {
  if (error instanceof DrawdownError && error.code === "freed") console.log(error.path, error.errors[0]?.message);
  // @ts-expect-error no such code
  if (error instanceof DrawdownError && error.code === "gone") console.log(error.path);
}
const sentences: string[] = explain(text.estimate(request), { locale: ["de", "en"] });
console.log(format("1.5", "USD", { compact: true }), format(1, text.info()), sentences);
