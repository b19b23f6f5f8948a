"use client";
import { DrawdownPlanner } from "../generated/elements/planner.js";
import { wrapped } from "./wrapped.js";

export const Planner = /* @__PURE__ */ wrapped("drawdown-planner", DrawdownPlanner);
