"use client";
// The elements as components of React 18 and 19.
export { Balance } from "./balance.js";
export { Cost } from "./cost.js";
export { Planner } from "./planner.js";
export { Settings } from "./settings.js";
