// Parts of several pages.
import type { CatalogInfo, Finding } from "drawdown";
import type { Catalog } from "drawdown/prices";
import { html, nothing, type TemplateResult } from "lit";
import type { Option } from "@elements/parts/choice-field";
import { OWN, type OpenEvent, type PlatformEvent } from "../components/platform-picker";
import { shipped } from "../engine/catalogs";
import { titled } from "@elements/format/setting";
import type { PageStore } from "./page-store";
import "@elements/parts/finding-list";

/** The catalog picker, first on every page, with the errors of the file. */
export function platformPart<Kind extends Catalog>(store: PageStore<Kind>): TemplateResult {
  const { own, platform, failure } = store;
  return html`
    <platform-picker
      .shipped=${shipped} .value=${platform} .own=${own?.info.name ?? ""}
      .faults=${store.ownFaults} .file=${store.ownFile}
      @platform=${(event: PlatformEvent) => store.choosePlatform(event.platform)}
      @open-catalog=${(event: OpenEvent) => store.openFile(event.file)}></platform-picker>
    ${
      platform === OWN && own && own.warnings.length > 0
        ? html`<drawdown-finding-list mild heading="The checker remarks" .findings=${own.warnings}></drawdown-finding-list>`
        : nothing
    }
    ${failure ? html`<p role="alert">${failure}</p>` : nothing}
  `;
}

/** Errors below a pointer, by the rest of each pointer. */
export function below(faults: readonly Finding[], pointer: string): Finding[] {
  return faults
    .filter(({ path }) => path === pointer || path.startsWith(`${pointer}/`))
    .map((fault) => ({ ...fault, path: fault.path.slice(pointer.length) }));
}

/** A plan in a menu. */
export function planned({ id, name, audience, contact }: CatalogInfo["plans"][number]): Option {
  return { value: id, label: contact ? `${name} (custom)` : name, group: audience && titled(audience) };
}
