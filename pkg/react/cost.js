"use client";
import { DrawdownCost } from "../generated/elements/cost.js";
import { wrapped } from "./wrapped.js";

export const Cost = /* @__PURE__ */ wrapped("drawdown-cost", DrawdownCost);
