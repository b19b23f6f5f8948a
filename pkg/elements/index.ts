// All elements. One alone: `drawdown/elements/cost`, `/settings`, and so on.
export * from "./balance";
export * from "./cost";
export * from "./planner";
export * from "./settings";
export { localise, type Localisation } from "./localise";
export { messages, type Messages } from "./messages";
