"use client";
import { DrawdownSettings } from "../generated/elements/settings.js";
import { wrapped } from "./wrapped.js";

export const Settings = /* @__PURE__ */ wrapped("drawdown-settings", DrawdownSettings);
