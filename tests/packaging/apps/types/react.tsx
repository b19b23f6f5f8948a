import { Catalog } from "drawdown";
import { catalogs } from "drawdown/catalogs";
import kive from "drawdown/catalogs/kive";
import { useCatalog, useEstimate, useFit, usePreview, useSimulation } from "drawdown/react";

const loading_ = import("drawdown/catalogs/kive");

export function Cost({ versions }: { versions: number }) {
  const { catalog, error, loading } = useCatalog(kive);
  const { estimate } = useEstimate(catalog, { operation: "erase", settings: { versions } });
  // @ts-expect-error no such setting
  useEstimate(catalog, { operation: "erase", settings: { version: 1 } });
  const { total, set } = usePreview(catalog, { operation: "erase" });
  const { catalog: whole } = useCatalog(kive, { Catalog });
  const warnings: number | undefined = whole?.warnings().length;
  const { catalog: later } = useCatalog(catalogs[0]);
  useEstimate(later, { operation: "anything" });
  const { data, progress } = useSimulation(kive, { start: "2026-08-01" }, { ledger: true });
  const { data: fit } = useFit(kive, { lines: [{ request: { operation: "erase" }, per_day: 1 }] });
  set("versions", 2);
  // @ts-expect-error no such setting
  set("version", 2);
  // @ts-expect-error a thread takes no handle
  useSimulation(catalog, { start: "2026-08-01" });
  const { catalog: module } = useCatalog(loading_);
  useEstimate(module, { operation: "erase" });
  return [estimate?.total, total, error?.message, loading, warnings, data?.days[0], progress, fit?.verdict].join();
}
