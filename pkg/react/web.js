"use client";
// The same hooks, with the module as a file that is streamed: a catalog is there when it has arrived.
import * as prices from "drawdown/prices/web";
import { useEffect, useState } from "react";
import { useCatalogOf } from "./hooks.js";

export { useEstimate, useFit, useForecast, usePreview, useSimulation } from "./hooks.js";

export function useCatalog(source, entry = prices) {
  const { isReady, error } = useLoaded(entry);
  const state = useCatalogOf(entry.Catalog, isReady ? source : undefined);
  if (isReady) return state;
  return { catalog: undefined, error, loading: source !== undefined && !error };
}

/** Entries whose module is there: later components have their catalog in the first render. */
const ready = new WeakSet();

function useLoaded({ init, Catalog }) {
  const [state, setState] = useState({});
  useEffect(() => {
    if (ready.has(Catalog)) return undefined;
    let isWanted = true;
    const arrive = (error) => isWanted && setState({ Catalog, error });
    init().then(
      () => {
        ready.add(Catalog);
        arrive();
      },
      (error) => arrive(error),
    );
    return () => {
      isWanted = false;
    };
  }, [init, Catalog]);
  return { isReady: ready.has(Catalog), error: state.Catalog === Catalog ? state.error : undefined };
}
