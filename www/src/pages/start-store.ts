// The example of the start page: a preview without an address of its own.
import type { Catalog } from "drawdown/prices";
import type { Opened } from "@elements/engine/opened";
import { attempted } from "@elements/engine/faults";
import { OWN } from "../components/platform-picker";
import { addressHere } from "../url-state/address";
import { PreviewStore } from "./preview-store";

type Next = "preview" | "plan" | "catalogs";

export class StartStore extends PreviewStore {
  override hostConnected(): void {
    // The cost preview was here once, so old links have its inputs.
    if (addressHere().size > 0) location.replace(`./preview.html${location.search}${location.hash}`);
    else super.hostConnected();
  }

  /** Where a page goes on with the example. */
  to(page: Next): string {
    const query = this.opened ? super.query(this.opened) : "";
    const platform = new URLSearchParams({ platform: this.platform }).toString();
    const fragment = this.platform === OWN && this.fragment ? `#${this.fragment}` : "";
    return `./${page}.html?${page === "preview" && query ? query : platform}${fragment}`;
  }

  /** How many runs these credits pay for, if that is known. */
  runsFor(credits: number): number | undefined {
    const { opened, request, estimate } = this;
    if (!opened || !request || estimate?.state !== "exact" || estimate.free) return undefined;
    return attempted(() => opened.catalog.affordable(request, credits)).value?.runs ?? undefined;
  }

  protected override query(_opened: Opened<Catalog>): string {
    return "";
  }
}
