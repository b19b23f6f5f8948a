"use client";
// Hooks for React 18 and 19. What they are given may be made anew at each render: it counts by what it says.
import { Catalog } from "drawdown/prices";
import { SimulationWorker } from "drawdown/worker";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { handleOf, keyOf, placeOf } from "./memory.js";
import { previewStore } from "./preview-store.js";

export function useCatalog(source, { Catalog: Kind = Catalog } = {}) {
  const { value, error, loading } = useArrived(source);
  return useMemo(() => {
    if (value === undefined) return { catalog: undefined, error, loading };
    return caught(() => ({ catalog: handleOf(Kind, value), error: undefined, loading: false }), { catalog: undefined, loading: false });
  }, [Kind, value, error, loading]);
}

/** A text or an object is there at once; a promise, or what `load()` gives, comes later. */
function useArrived(source) {
  const later = typeof source?.then === "function" || typeof source?.load === "function";
  const [arrived, setArrived] = useState({});
  useEffect(() => {
    if (!later) return undefined;
    let wanted = true;
    const arrive = (news) => wanted && setArrived({ source, ...news });
    Promise.resolve(source.load?.() ?? source).then((value) => arrive({ value }), (error) => arrive({ error }));
    return () => {
      wanted = false;
    };
  }, [source, later]);
  if (!later) return { value: source ?? undefined, error: undefined, loading: false };
  const { value, error } = arrived.source === source ? arrived : {};
  return { value, error, loading: value === undefined && error === undefined };
}

export function useEstimate(catalog, request) {
  const key = keyOf(request);
  return useMemo(() => {
    if (!catalog || !request) return { estimate: undefined, error: undefined };
    return caught(() => ({ estimate: catalog.estimate(request), error: undefined }), { estimate: undefined });
  }, [catalog, key]);
}

export function usePreview(catalog, request) {
  const key = keyOf(request);
  const store = useMemo(() => previewStore(catalog, request), [catalog, key]);
  const shown = useSyncExternalStore(store.subscribe, store.shown, store.shown);
  return useMemo(() => ({ ...shown, set: store.set, clear: store.clear }), [shown, store]);
}

export function useSimulation(catalog, scenario, options) {
  return useAnswer("simulate", catalog, scenario, options);
}

export function useForecast(catalog, scenario, options) {
  return useAnswer("forecast", catalog, scenario, options);
}

export function useFit(catalog, need, options) {
  return useAnswer("fit", catalog, need, options);
}

/** The last answer stays until the next is there; a question that is outdated is stopped. */
function useAnswer(question, catalog, about, { worker, ...options } = {}) {
  const [state, setState] = useState(NOTHING);
  const [place, key] = [placeOf(catalog), keyOf([about, options])];
  useEffect(() => {
    if (!catalog || !about) {
      setState(NOTHING);
      return undefined;
    }
    const control = new AbortController();
    const tell = (news) => control.signal.aborted || setState((before) => ({ ...before, ...news }));
    const watched = { ...options, signal: control.signal, onProgress: (progress) => tell({ progress }) };
    tell({ error: undefined, pending: true, progress: 0 });
    answerOf(worker, question, catalog, about, watched).then(
      (data) => tell({ data, pending: false, progress: 1 }),
      (error) => tell({ data: undefined, error, pending: false }),
    );
    return () => control.abort();
  }, [question, place, key, worker]);
  return state;
}

async function answerOf(worker, question, catalog, about, options) {
  shared ??= worker ? undefined : new SimulationWorker();
  return (worker ?? shared)[question](catalog, about, options);
}

/** One thread for all components; it starts with the first that needs it. */
let shared;

const NOTHING = { data: undefined, error: undefined, pending: false, progress: 0 };

function caught(act, otherwise) {
  try {
    return act();
  } catch (error) {
    return { ...otherwise, error };
  }
}
