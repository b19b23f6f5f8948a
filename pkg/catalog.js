// The full catalog: accepts zone names, and gives the engine their tables.
import { Catalog as Engine } from "./generated/drawdown.js";
import { choiceOf, heard, lengthened, withNeedZone } from "./fit.js";
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

  fit(need, options) {
    return lengthened(this.#asked("fit", need, options));
  }

  breakEven(need, options) {
    const { upTo } = options ?? {};
    return this.#asked("breakEven", need, options, upTo);
  }

  sensitivity(need, options) {
    const { signal: _, onProgress: __, ...chance } = options ?? {};
    return this.#asked("sensitivity", need, options, Object.keys(chance).length > 0 ? chance : undefined);
  }

  seasonalPlan(need, options) {
    return this.#asked("seasonalPlan", need, options);
  }

  savings(need, options) {
    return this.#asked("savings", need, options);
  }

  #asked(question, need, options, more) {
    return heard(options, (tell) => this.ask(question, withNeedZone(need, this), [more, tell]));
  }

  fitProjection(need, option, { more, ledger } = {}) {
    return super.fitProjection(withNeedZone(need, this), choiceOf(option, more), ledger);
  }
}
