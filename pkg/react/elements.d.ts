import type { EventName, ReactWebComponent } from "@lit/react";
import type { BalanceChange, DrawdownBalance } from "../generated/elements/balance.js";
import type { CostChange, DrawdownCost } from "../generated/elements/cost.js";
import type { DrawdownPlanner, PlannerChange } from "../generated/elements/planner.js";
import type { DrawdownSettings, SettingsChange } from "../generated/elements/settings.js";

type Component<Element extends HTMLElement, Change> = ReactWebComponent<
  Element,
  { onDrawdownChange: EventName<CustomEvent<Change>>; onDrawdownProgress: EventName<CustomEvent> }
>;

/** `<drawdown-balance>`: what a scenario leads to. */
export declare const Balance: Component<DrawdownBalance, BalanceChange>;
/** `<drawdown-cost>`: what a request costs. */
export declare const Cost: Component<DrawdownCost, CostChange>;
/** `<drawdown-planner>`: which plan fits. */
export declare const Planner: Component<DrawdownPlanner, PlannerChange>;
/** `<drawdown-settings>`: the inputs of an operation. */
export declare const Settings: Component<DrawdownSettings, SettingsChange>;
