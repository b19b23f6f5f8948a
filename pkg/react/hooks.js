"use client";
// What the hooks of both entries have in common. Catalogs, requests and scenarios may be made anew at each
// render: they count by what they say.
import { SimulationWorker } from "drawdown/worker";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { handleOf, keyOf, textOf } from "./memory.js";
import { previewStore } from "./preview-store.js";

/** A catalog, opened by an entry's class. */
export function useCatalogOf(Kind, source) {
  const { value, error, loading } = useArrived(source);
  return useMemo(() => {
    if (value === undefined) return { catalog: undefined, error, loading };
    return caught(() => ({ catalog: handleOf(Kind, value), error: undefined, loading: false }), { catalog: undefined, loading: false });
  }, [Kind, textOf(value), error, loading]);
}

/** A text or an object is there at once; a promise, or what `load()` gives, comes later. */
function useArrived(source) {
  const later = typeof source?.then === "function" || typeof source?.load === "function";
  const [arrived, setArrived] = useState({});
  useEffect(() => {
    if (!later) return undefined;
    let wanted = true;
    const arrive = (news) => wanted && setArrived({ source, ...news });
    loaded(source).then((value) => arrive({ value }), (error) => arrive({ error }));
    return () => {
      wanted = false;
    };
  }, [source, later]);
  if (!later) return { value: source ?? undefined, error: undefined, loading: false };
  const { value, error } = arrived.source === source ? arrived : {};
  return { value, error, loading: value === undefined && error === undefined };
}

async function loaded(source) {
  const value = await (source.load?.() ?? source);
  // What `import()` of a catalog gives is its module.
  return value?.default?.catalog === undefined ? value : value.default;
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
  const [answer, setAnswer] = useState({});
  const [text, key] = [textOf(catalog), keyOf([question, about, options])];
  const wanted = Boolean(catalog && about);
  useEffect(() => {
    if (!wanted) return undefined;
    const control = new AbortController();
    const tell = (news) => control.signal.aborted || setAnswer((before) => ({ ...before, text, key, ...news }));
    const watched = { ...options, signal: control.signal, onProgress: (progress) => tell({ progress, settled: false }) };
    asked(worker, question, catalog, about, watched).then(
      (data) => tell({ data, error: undefined, settled: true }),
      (error) => tell({ data: undefined, error, settled: true }),
    );
    return () => control.abort();
  }, [question, text, key, worker, wanted]);
  if (!wanted) return NOTHING;
  const isOfThis = answer.text === text && answer.key === key;
  const pending = !(isOfThis && answer.settled);
  return {
    data: answer.data,
    error: pending ? undefined : answer.error,
    pending,
    progress: pending ? (isOfThis && answer.progress) || 0 : 1,
  };
}

const NOTHING = { data: undefined, error: undefined, pending: false, progress: 0 };

async function asked(worker, question, catalog, about, options) {
  shared ??= worker ? undefined : new SimulationWorker();
  return (worker ?? shared)[question](catalog, about, options);
}

/** One thread for all components; it starts with the first that needs it. */
let shared;

function caught(act, otherwise) {
  try {
    return act();
  } catch (error) {
    return { ...otherwise, error };
  }
}
