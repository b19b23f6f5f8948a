// The state of the plan page: its catalog, and its address.
import type { Fit, NeedLine } from "drawdown";
import type { ReactiveControllerHost } from "lit";
import type { Opened } from "@elements/engine/opened";
import { standard, type Plan } from "@elements/engine/plan";
import { now } from "@elements/format/date";
import { FIRST, linesFor } from "../engine/needs";
import { rowsOf, type Preset } from "../engine/presets";
import { whole } from "../engine/whole";
import * as address from "../url-state/plan-address";
import { NOTHING, type Carried } from "../url-state/carried";
import { PageStore } from "./page-store";

export class PlanStore extends PageStore {
  /** What is set: at first by the address, then by the planner. */
  plan: Plan | undefined;
  /** The example of the catalog. */
  lines: readonly NeedLine[] = [];
  /** The answer to it; absent while it is computed. */
  fit: Fit | undefined;
  private usual: Plan | undefined;

  constructor(host: ReactiveControllerHost) {
    super(host, whole);
  }

  take(plan: Plan, fit: Fit | undefined): void {
    this.fit = fit;
    if (plan === this.plan) return this.host.requestUpdate();
    this.plan = plan;
    this.changed();
  }

  /** Begins with what such people make. */
  begin(preset: Preset): void {
    const { opened, plan } = this;
    if (!opened || !plan) return;
    const rows = rowsOf(preset, opened.catalog, opened.info);
    if (rows.length > 0) this.take({ ...plan, rows, option: "" }, undefined);
  }

  protected adopt(opened: Opened, asked: URLSearchParams, isFresh: boolean): void {
    this.fit = undefined;
    this.lines = linesFor(opened.info.id);
    const today = now().slice(0, 10);
    this.usual = standard(opened, today, this.lines);
    const { plan, notices } = address.read(asked, opened, this.usual);
    this.plan = isFresh ? standard(opened, today, FIRST.lines) : plan;
    this.notices = [...this.notices, ...notices];
  }

  protected override carried(): Carried {
    return this.plan ? { plan: this.plan.held, rows: this.plan.rows } : NOTHING;
  }

  protected clear(): void {
    this.fit = undefined;
    this.plan = undefined;
  }

  protected changed(): void {
    this.host.requestUpdate();
    this.address.soon();
  }

  protected query(opened: Opened): string {
    const { plan, usual } = this;
    return plan && usual ? address.write(this.platform, plan, opened, usual) : "";
  }
}
