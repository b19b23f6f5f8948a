// A server that renders pages imports elements, too; it has no document.
import { DrawdownCost, localise } from "drawdown/elements";
import { Cost } from "drawdown/react/elements";

localise({ locale: "de" });
console.log([typeof DrawdownCost, typeof Cost, typeof document].join("; "));
