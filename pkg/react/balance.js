"use client";
import { DrawdownBalance } from "../generated/elements/balance.js";
import { wrapped } from "./wrapped.js";

export const Balance = /* @__PURE__ */ wrapped("drawdown-balance", DrawdownBalance);
