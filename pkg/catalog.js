// The catalog with everything: zones go in by name, the engine gets their tables.
import {
  Catalog as Engine, Forecasting as EngineForecasting, Preview as EnginePreview, Projection as EngineProjection,
  Simulation as EngineSimulation,
} from "./generated/drawdown.js";
import { own, revocable } from "./handles.js";
import { choiceOf, heard, lengthened, withNeedZone } from "./fit.js";
import { withSliders } from "./preview.js";
import { guarded } from "./unwound.js";
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
    return own(super.simulate(withZone(scenario), options?.ledger));
  }

  simulation(scenario, options) {
    return own(super.simulation(withZone(scenario), options?.ledger));
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
    return own(super.forecasting(withZone(scenario), options));
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

  quoteSimulation(scenario, terms) {
    return this.ask("quoteSimulation", withZone(scenario), terms);
  }

  quoteFit(need, choice, terms) {
    return this.ask("quoteFit", withNeedZone(need, this), [choice, terms]);
  }

  fitProjection(need, option, { more, ledger } = {}) {
    return own(super.fitProjection(withNeedZone(need, this), choiceOf(option, more), ledger));
  }
}

revocable(Catalog, "catalog");

// Here, where no bundler can leave them out: the catalog makes these handles.
export const Forecasting = revocable(guarded(EngineForecasting, Engine), "forecast");
export const Projection = revocable(guarded(EngineProjection, Engine), "projection");
const finish = guarded(EngineSimulation, Engine).prototype.finish;
EngineSimulation.prototype.finish = function () {
  return own(finish.call(this));
};
export const Simulation = revocable(EngineSimulation, "simulation");

/** Without private methods: frameworks hand objects out behind proxies, which cannot reach them. */
function asked(catalog, question, need, options, more) {
  return heard(options, (tell) => catalog.ask(question, withNeedZone(need, catalog), [more, tell]));
}
