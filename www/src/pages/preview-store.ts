// The state of the preview page: inputs, estimate, address.
import type { Affordable, Catalog, Cheaper, Estimate, Finding, OperationInfo, Quote, Request } from "drawdown/prices";
import type { Metering } from "drawdown";
import type { ReactiveControllerHost } from "lit";
import type { Opened } from "@elements/engine/opened";
import { FIRST } from "../engine/needs";
import { prices } from "../engine/prices";
import { attempted, fieldOf } from "@elements/engine/faults";
import {
  EMPTY,
  requestOf,
  selectionOf,
  sifted,
  withField,
  type Field,
  type Raw,
  type Selection,
} from "@elements/engine/selection";
import { now } from "@elements/format/date";
import { Later } from "@elements/later";
import { PageStore } from "./page-store";
import type { Carried } from "../url-state/carried";
import * as address from "../url-state/address";

export class PreviewStore extends PageStore<Catalog> {
  selection: Selection = EMPTY;
  /** The instant that stands for "now" in every request of the page. */
  now = now();

  estimate: Estimate | undefined;
  /** Meters on which the price depends; while an input is wrong, those of the previous answer. */
  meters: readonly Metering[] = [];
  faults: Finding[] = [];
  affordable: Affordable | undefined;
  budgetFaults: Finding[] = [];
  cheaper: Cheaper | undefined;

  /** What a fresh page begins with. */
  private fresh: Selection | undefined;
  private readonly further = new Later(120, () => this.compare());

  constructor(host: ReactiveControllerHost) {
    super(host, prices);
  }

  override hostConnected(): void {
    super.hostConnected();
    document.addEventListener("visibilitychange", this.refresh);
  }

  override hostDisconnected(): void {
    super.hostDisconnected();
    document.removeEventListener("visibilitychange", this.refresh);
    this.further.cancel();
  }

  get operation(): OperationInfo | undefined {
    return this.opened?.info.operations.find(({ id }) => id === this.selection.operation);
  }

  get request(): Request | undefined {
    return this.operation && requestOf(this.selection, this.operation, this.now);
  }

  set(field: Field, value: Raw | undefined): void {
    this.selection = withField(this.selection, field, value);
    // Another operation keeps the settings that it also has and allows.
    if (field === "operation") this.meters = [];
    if (field === "operation" && this.opened && this.operation) {
      this.selection = sifted(this.opened.catalog, this.operation, this.selection, this.now).selection;
    }
    this.changed();
  }

  /** All settings at once, as typed. */
  settle(settings: Selection["settings"]): void {
    this.selection = { ...this.selection, settings };
    this.changed();
  }

  apply(request: Request): void {
    const asked = request.at instanceof Date ? request.at.toISOString() : (request.at ?? "");
    const at = asked === this.now ? "" : asked;
    this.selection = { ...selectionOf(request, this.selection), at };
    this.changed();
  }

  quote(): Quote {
    if (!this.opened || !this.request) throw new Error("nothing to quote");
    return this.opened.catalog.quote(this.request);
  }

  protected adopt(opened: Opened<Catalog>, asked: URLSearchParams, isFresh: boolean): void {
    const { selection, notices } = address.read(asked, opened.info);
    const [line] = FIRST.lines;
    this.selection = isFresh && line ? selectionOf(line.request, EMPTY) : selection;
    this.fresh = isFresh ? this.selection : undefined;
    this.notices = [...this.notices, ...notices];
    if (!this.operation) return;
    if (isFresh) return;
    const { selection: allowed, refused } = sifted(opened.catalog, this.operation, selection, this.now);
    this.selection = allowed;
    for (const { path, message } of refused) this.leaveOut(address.wordOf(fieldOf(path)), asked, message);
    this.adoptBudget(opened, asked);
  }

  private adoptBudget({ catalog }: Opened<Catalog>, asked: URLSearchParams): void {
    const {
      request,
      selection: { budget },
    } = this;
    if (!budget || !request || !this.answers(catalog, request)) return;
    const { faults } = attempted(() => catalog.affordable(request, budget));
    if (faults.length === 0) return;
    this.leaveOut("budget", asked, faults[0]?.message ?? "");
    this.selection = { ...this.selection, budget: "" };
  }

  private answers(catalog: Catalog, request: Request): boolean {
    return attempted(() => catalog.estimate(request)).faults.length === 0;
  }

  private leaveOut(word: string, asked: URLSearchParams, why: string): void {
    this.notices = [...this.notices, address.unused(word, asked.get(word) ?? "", why)];
  }

  private readonly refresh = (): void => {
    if (document.visibilityState !== "visible") return;
    this.now = now();
    this.answer();
  };

  protected override carried(): Carried {
    const { operation, settings, plan } = this.selection;
    return { plan, rows: operation ? [{ operation, settings, count: "1", every: "day", days: "" }] : [] };
  }

  protected clear(): void {
    this.selection = EMPTY;
    this.fresh = undefined;
    this.meters = [];
  }

  protected query({ info }: Opened<Catalog>): string {
    // Nothing has been set yet.
    return this.selection === this.fresh ? "" : address.write(this.platform, this.selection, info);
  }

  protected changed(): void {
    this.answer();
    this.address.soon();
  }

  private answer(): void {
    const { opened, request } = this;
    const { value, faults } = opened && request ? attempted(() => opened.catalog.estimate(request)) : { faults: [] };
    this.estimate = value;
    if (value) this.meters = value.meters ?? [];
    this.faults = faults;
    this.further.soon();
    this.host.requestUpdate();
  }

  /** The slower answers, once typing pauses. */
  private compare(): void {
    const { opened, request, estimate, selection } = this;
    const budget = selection.budget || selection.balance;
    this.affordable = this.cheaper = undefined;
    this.budgetFaults = [];
    if (opened && request && estimate) {
      if (estimate.state === "exact") this.cheaper = attempted(() => opened.catalog.cheaper(request)).value;
      if (budget) {
        const { value, faults } = attempted(() => opened.catalog.affordable(request, budget));
        this.affordable = value;
        this.budgetFaults = faults;
      }
    }
    this.host.requestUpdate();
  }
}
