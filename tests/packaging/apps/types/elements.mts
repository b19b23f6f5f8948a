// The elements and their components: what a host writes, and what must not compile.
import { DrawdownCost, localise, type CostChange } from "drawdown/elements";
import { DrawdownSettings } from "drawdown/elements/settings";
import { Cost, Settings } from "drawdown/react/elements";
import kive from "drawdown/catalogs/kive";

const cost: DrawdownCost = document.createElement("drawdown-cost");
cost.catalog = kive;
cost.runs = 3;
cost.addEventListener("drawdown-change", (event) => {
  const { estimate }: CostChange = (event as CustomEvent<CostChange>).detail;
  console.log(estimate?.total);
});
const settings: DrawdownSettings = document.createElement("drawdown-settings");
settings.settings = { versions: 2 };
localise({ locale: "de", messages: { cost: "Kosten" } });
export const components = [Cost, Settings];

// @ts-expect-error: a message of another name
localise({ messages: { price: "Preis" } });
// @ts-expect-error: text, not a number
cost.operation = 3;
