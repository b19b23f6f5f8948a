// The catalog with everything: zones go in by name, the engine gets their tables.
import { Catalog as Engine, Preview as EnginePreview } from "./generated/drawdown.js";
import { revocable } from "./handles.js";
import { choiceOf, heard, lengthened, withNeedZone } from "./fit.js";
import { withSliders } from "./preview.js";
import { withZone } from "./zone.js";

export class Catalog extends withSliders(Engine, EnginePreview) {
  warnings() {
    return this.ask("warnings");
  }

  check() {
    return this.ask("check");
  }

  terms() {
    return this.ask("terms");
  }

  unpublished() {
    return this.ask("unpublished").map(([plan, path]) => (plan === null ? { path } : { plan, path }));
  }

  simulate(scenario, options) {
    return super.simulate(withZone(scenario), options?.ledger);
  }

  simulation(scenario, options) {
    return super.simulation(withZone(scenario), options?.ledger);
  }

  forecast(scenario, options) {
    const forecasting = this.forecasting(scenario, options);
    try {
      forecasting.run(2 ** 32 - 1);
      return forecasting.finish();
    } finally {
      forecasting.free();
    }
  }

  forecasting(scenario, options = {}) {
    return super.forecasting(withZone(scenario), options);
  }

  fit(need, options) {
    return lengthened(asked(this, "fit", need, options));
  }

  breakEven(need, options) {
    const { upTo } = options ?? {};
    return asked(this, "breakEven", need, options, upTo);
  }

  sensitivity(need, options) {
    const { signal: _, onProgress: __, ...chance } = options ?? {};
    return asked(this, "sensitivity", need, options, Object.keys(chance).length > 0 ? chance : undefined);
  }

  seasonalPlan(need, options) {
    return asked(this, "seasonalPlan", need, options);
  }

  savings(need, options) {
    return asked(this, "savings", need, options);
  }

  fitProjection(need, option, { more, ledger } = {}) {
    return super.fitProjection(withNeedZone(need, this), choiceOf(option, more), ledger);
  }
}

revocable(Catalog, "catalog");

/** Without private methods: frameworks hand objects out behind proxies, which cannot reach them. */
function asked(catalog, question, need, options, more) {
  return heard(options, (tell) => catalog.ask(question, withNeedZone(need, catalog), [more, tell]));
}
