import "drawdown/elements/cost";
import kive from "drawdown/catalogs/kive";

const cost = document.createElement("drawdown-cost");
Object.assign(cost, { catalog: kive, operation: "erase", settings: { versions: 2 }, runs: 3 });
cost.addEventListener("drawdown-change", async ({ detail: { estimate } }) => {
  await cost.updateComplete;
  const shown = cost.shadowRoot.querySelector(".figure").textContent;
  document.body.dataset.answer = `${estimate.total}; ${shown}`;
});
document.body.append(cost);
