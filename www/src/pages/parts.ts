// Parts of several pages.
import type { Catalog } from "drawdown/prices";
import { html, nothing, type TemplateResult } from "lit";
import { OWN, type OpenEvent, type PlatformEvent } from "../components/platform-picker";
import { shipped } from "../engine/catalogs";
import { text } from "../words";
import type { PageStore } from "./page-store";
import "@elements/parts/finding-list";

/** The catalog picker, first on every page, with the errors of the file. */
export function platformPart<Kind extends Catalog>(store: PageStore<Kind>): TemplateResult {
  const { own, ownName, platform, failure } = store;
  return html`
    <platform-picker
      .shipped=${shipped} .value=${platform} .own=${ownName} .ownIs=${store.ownIs}
      .faults=${store.ownFaults} .file=${store.ownFile}
      @platform=${(event: PlatformEvent) => store.choosePlatform(event.platform)}
      @forget-catalog=${() => store.forgetOwn()}
      @open-catalog=${(event: OpenEvent) => store.openFile(event.file)}></platform-picker>
    ${
      platform === OWN && own && own.warnings.length > 0
        ? html`<drawdown-finding-list mild .heading=${text().checkerRemarks}
          .findings=${own.warnings}></drawdown-finding-list>`
        : nothing
    }
    ${failure ? html`<p role="alert">${failure}</p>` : nothing}
  `;
}
