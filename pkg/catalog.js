// The catalog with everything: zones go in by name, the engine gets their tables.
import { Catalog as Engine } from "./generated/drawdown.js";
import { choiceOf, lengthened, withNeedZone } from "./fit.js";
import { withSliders } from "./preview.js";
import { withZone } from "./zone.js";

export class Catalog extends withSliders(Engine) {
  warnings() {
    return this.ask("warnings");
  }

  check() {
    return this.ask("check");
  }

  terms() {
    return this.ask("terms");
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

  fit(need) {
    return lengthened(this.ask("fit", withNeedZone(need, this)));
  }

  breakEven(need, options) {
    return this.ask("breakEven", withNeedZone(need, this), options?.upTo);
  }

  sensitivity(need, chance) {
    return this.ask("sensitivity", withNeedZone(need, this), chance);
  }

  seasonalPlan(need) {
    return this.ask("seasonalPlan", withNeedZone(need, this));
  }

  savings(need) {
    return this.ask("savings", withNeedZone(need, this));
  }

  fitProjection(need, option, { more, ledger } = {}) {
    return super.fitProjection(withNeedZone(need, this), choiceOf(option, more), ledger);
  }
}
