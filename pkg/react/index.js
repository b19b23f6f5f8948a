"use client";
// Hooks for React 18 and 19, with prices ready in the first render.
import { Catalog } from "drawdown/prices";
import { useCatalogOf } from "./hooks.js";

export { useEstimate, useFit, useForecast, usePreview, useSimulation } from "./hooks.js";

export function useCatalog(source, { Catalog: Kind = Catalog } = {}) {
  return useCatalogOf(Kind, source);
}
