// The projection page: account and use on one side, the projection on the other.
import type { Catalog, Finding } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { ActEvent } from "../components/action-row";
import type { BalanceData } from "@elements/parts/balance-chart";
import type { WantedEvent } from "../components/demand-row";
import type { ForecastEvent } from "../components/forecast-card";
import type { Option } from "@elements/parts/choice-field";
import type { Pick } from "@elements/parts/pick";
import { lotRows, rows, rowStyles, typed } from "@elements/parts/rows";
import { base, buttons, card, sides } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { planned } from "@elements/parts/made";
import { below } from "@elements/engine/faults";
import { balanceOf } from "@elements/engine/balance";
import { actOf, doings, type Act } from "@elements/engine/actions";
import { classesOf, type Opened } from "@elements/engine/opened";
import {
  MOST_ROWS,
  NO_AUTO,
  RANGES,
  SHORTS,
  TERMS,
  terms,
  unpublished,
  type Auto,
  type Level,
  type Plans,
  type Short,
  type Unpublished,
} from "@elements/engine/scenario";
import { on, outlook, placed } from "@elements/format/projection";
import { sentence } from "@elements/format/setting";
import { platformPart } from "./parts";
import { ProjectionStore, type Answer } from "./projection-store";
import "../components/action-row";
import "@elements/parts/balance-chart";
import "@elements/parts/balance-table";
import "@elements/parts/catalog-about";
import "@elements/parts/choice-field";
import "../components/demand-row";
import "../components/event-list";
import "../components/forecast-card";
import "../components/notice-list";
import "@elements/parts/number-field";
import "@elements/parts/outlook-card";
import "../components/platform-picker";
import "@elements/parts/shortfall-list";
import "@elements/parts/text-field";
import "@elements/parts/use-table";
import "@elements/parts/working-bar";

@customElement("projection-page")
export class ProjectionPage extends LitElement {
  static override styles = [
    base,
    buttons,
    card,
    rowStyles,
    sides,
    css`
      .row { display: grid; gap: 0.875rem; padding-top: 1rem; border-top: 1px solid var(--line); }
      .folded { padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: var(--radius-small); }
      .folded > summary { cursor: pointer; font-size: 0.9375rem; overflow-wrap: anywhere; }
      .folded > .in {
        display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; padding-block: 0.75rem 0.375rem;
      }
      .error { color: var(--bad); font-size: 0.875rem; overflow-wrap: anywhere; }
      .needs code { color: var(--muted); overflow-wrap: anywhere; }
      .rules ul {
        display: grid; gap: 0.375rem; margin-top: 0.5rem; padding-left: 1.125rem; list-style: disc;
        font-size: 0.9375rem;
      }
      .answers:focus { outline: none; }
    `,
  ];

  private readonly store = new ProjectionStore(this);
  @query(".answers") private answersPart!: HTMLElement;
  private drawn: { answer: Answer; data: BalanceData } | undefined;

  override render() {
    const { store } = this;
    const { opened, plans } = store;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <div class="grid">
        <div class="inputs">
          ${this.account()}
          ${opened && plans
            ? html`${this.use(opened, plans)}${this.acts(opened, plans)}${this.start(opened, plans)}${this.bar()}`
            : nothing}
        </div>
        <div class="answers" tabindex="-1" aria-busy=${store.working ? "true" : "false"}>${opened && plans
          ? html`${this.work()}${this.answers()}` : nothing}</div>
      </div>
      <p class="visually-hidden" role="status" aria-live="polite">${store.announcement}</p>
    `;
  }

  private account() {
    const { store } = this;
    const { opened, plans } = store;
    return html`
      <section class="card" aria-labelledby="account">
        <h2 id="account">Account</h2>
        ${platformPart(store)}
        ${opened && plans ? this.held(opened, plans) : nothing}
      </section>
    `;
  }

  private held(opened: Opened, plans: Plans) {
    const { catalog, document, info } = opened;
    const sold = terms(document, plans.plan);
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    return html`
      <drawdown-choice-field
        label="Plan" menu unset="No plan" .value=${plans.plan} .error=${this.about("/account/plan")}
        .options=${info.plans.map(planned)} @pick=${this.take("plan")}></drawdown-choice-field>
      ${
        sold.length > 1
          ? html`<drawdown-choice-field label="Paid" row .value=${plans.term}
          .options=${TERMS.filter(({ value }) => sold.includes(value))} @pick=${this.take("term")}></drawdown-choice-field>`
          : nothing
      }
      <div class="pair">
        <drawdown-date-field label="From" .value=${plans.start} .error=${this.about("/start")}
          @pick=${this.take("start")}></drawdown-date-field>
        <drawdown-choice-field label="Time zone" menu .value=${plans.zone} .options=${zones(here, plans.zone)}
          .error=${this.about("/account/zone")} @pick=${this.take("zone")}></drawdown-choice-field>
      </div>
      <drawdown-number-field label="Months" .value=${plans.months} placeholder="12" .min=${1} .max=${60} .step=${1}
        .error=${this.about("/for")} @pick=${this.take("months")}></drawdown-number-field>
      ${this.rules(catalog, plans.plan)}
      ${this.moreAccount(plans, info.units)}
      ${this.assumptions(unpublished(opened, plans), plans)}
    `;
  }

  /** Rare inputs: plan start, debt, members, alerts, ranges. */
  private moreAccount(plans: Plans, units: string) {
    const { store } = this;
    const count = (list: readonly unknown[], one: string, many: string) =>
      list.length > 0 && (list.length === 1 ? `1 ${one}` : `${list.length} ${many}`);
    const set = [
      plans.since && "plan began earlier",
      plans.debt.trim() && "debt",
      count(plans.members, "member", "members"),
      count(plans.alerts, "alert", "alerts"),
    ].filter(Boolean);
    return html`
      <details class="folded"
        ?open=${this.concerns("/account/since", "/account/debt", "/account/members", "/account/alerts")}>
        <summary>More about the account <span class="muted">${set.length > 0
          ? `\u00b7 ${set.join(", ")}` : ""}</span></summary>
        <div class="in">
          <drawdown-date-field label="The plan began on" allowed="optional"
            note="When it was taken before the first day: cycles count from then." .value=${plans.since}
              .error=${this.about("/account/since")} @pick=${this.take("since")}></drawdown-date-field>
          <drawdown-text-field label="Owed at the start" .unit=${units} placeholder="0" .value=${plans.debt}
            .error=${this.about("/account/debt")} @pick=${this.take("debt")}></drawdown-text-field>
          <drawdown-choice-field label="Costs that are a range count" row .value=${plans.ranges} .options=${RANGES}
            @pick=${this.take("ranges", (value) => value as Plans["ranges"])}></drawdown-choice-field>
          <h3>Members</h3>
          ${this.about("/account/members") ? html`
            <p class="error">${worded(sentence(this.about("/account/members")))}</p>` : nothing}
          ${plans.members.length === 0 ? html`
            <p class="muted small">Several people may share the ${units}, each with a cap. A line of use can then be for one of them.</p>` : nothing}
          ${rows({
            list: plans.members,
            name: "member",
            add: "Add a member",
            fresh: () => ({ id: `member ${plans.members.length + 1}`, cap: "" }),
            set: (members) => store.set({ members }),
            fields: ({ id, cap }, i, change) => html`
              <drawdown-text-field label="Name" .value=${id}
                .error=${this.about(`/account/members/${i}/id`, `/account/members/${i}`)}
                @pick=${(event: CustomEvent<Pick>) => change({ id: typed(event) })}></drawdown-text-field>
              <drawdown-text-field label="At most a cycle" placeholder="no cap" .value=${cap}
                .error=${this.about(`/account/members/${i}/cap`)}
                @pick=${(event: CustomEvent<Pick>) => change({ cap: typed(event) })}></drawdown-text-field>`,
          })}
          <h3>Alerts</h3>
          ${plans.alerts.length === 0 ? html`
            <p class="muted small">Alert levels, in addition to the platform\u2019s.</p>` : nothing}
          ${rows({
            list: plans.alerts,
            name: "alert",
            add: "Add an alert",
            fresh: (): Level => ({ unit: "percent", amount: "80" }),
            set: (alerts) => store.set({ alerts }),
            fields: ({ unit, amount }, i, change) => html`
              <drawdown-choice-field label="When" menu .value=${unit} .options=${levels(units)}
                @pick=${(event: CustomEvent<Pick>) => change({ unit: typed(event) as Level["unit"] })}></drawdown-choice-field>
              <drawdown-text-field label="Level" .unit=${unit === "percent" ? "%" : ""} .value=${amount}
                .error=${this.about(`/account/alerts/${i}`, `/account/alerts/${i}/${unit}`)}
                @pick=${(event: CustomEvent<Pick>) => change({ amount: typed(event) })}></drawdown-text-field>`,
          })}
        </div>
      </details>
    `;
  }

  /** The plan's published rules, in sentences made from the simulated data. */
  private rules(catalog: Catalog, plan: string) {
    const { plans, account } = catalog.terms();
    const lines = plans.find((one) => (one.plan ?? "") === plan)?.lines ?? [];
    return html`
      <details class="rules">
        <summary>The rules of this plan</summary>
        <ul>${[...lines, ...account].map(({ text, assumed }) => html`
          <li class=${assumed ? "muted" : ""}>${text}${assumed ? " (not published; assumed)" : ""}</li>`)}</ul>
      </details>
    `;
  }

  /** Inputs for unpublished numbers. */
  private assumptions(list: Unpublished[], plans: Plans) {
    if (list.length === 0) return nothing;
    return html`
      <div class="row" role="group" aria-labelledby="assumed">
        <h3 id="assumed">Not published: to assume</h3>
        ${list.map(
          ({ at, label, unit }) => html`
          <drawdown-text-field
            .label=${label} .value=${plans.assume[at] ?? ""} .unit=${unit} .error=${this.about(`/account/assume/${at}`)}
            @pick=${(event: CustomEvent<Pick>) => this.assume(typed(event), at)}></drawdown-text-field>`,
        )}
      </div>
    `;
  }

  private use({ catalog, info, document }: Opened, plans: Plans) {
    const { store } = this;
    return html`
      <section class="card" aria-labelledby="use">
        <h2 id="use">Use</h2>
        ${plans.wanted.map(
          (wanted, i) => html`
          <demand-row
            role="group" aria-label=${`Line ${i + 1}`} class=${i > 0 ? "row" : ""}
            .catalog=${catalog} .info=${info} .wanted=${wanted} .plan=${plans.plan} .start=${plans.start}
            .members=${plans.members.map(({ id }) => id.trim()).filter(Boolean)} ?removable=${plans.wanted.length > 1}
            .faults=${below(store.faults, `/demand/${i}`)}
            @wanted=${(event: WantedEvent) => store.setWanted(i, event.wanted)}></demand-row>`,
        )}
        ${plans.wanted.length < MOST_ROWS ? html`<button @click=${() => store.addWanted()}>Add a model</button>`
          : nothing}
        <drawdown-choice-field
          label="When credits are short" menu .value=${plans.short} .options=${SHORTS}
          @pick=${this.take("short", (value) => value as Short)}></drawdown-choice-field>
        ${this.auto(document, plans)}
      </section>
    `;
  }

  /** An automatic top-up before credits are short. */
  private auto({ top_ups: topUps = [] }: Opened["document"], plans: Plans) {
    if (topUps.length === 0) return nothing;
    const { auto } = plans;
    const at = "/account/auto_top_up";
    const change = (part: Partial<Auto>) => this.store.set({ auto: { ...auto, ...part } });
    const field = (part: Exclude<keyof Auto, "top_up">, label: string, placeholder: string, note = "") => html`
      <drawdown-text-field .label=${label} .placeholder=${placeholder} .note=${note} .value=${auto[part]}
        .error=${this.about(`${at}/${part}`)}
        @pick=${(event: CustomEvent<Pick>) => change({ [part]: typed(event) })}></drawdown-text-field>`;
    return html`
      <details class="folded" ?open=${this.concerns(at)}>
        <summary>Automatic top-up <span class="muted">\u00b7 ${auto.top_up ? "on" : "off"}</span></summary>
        <div class="in">
          <drawdown-choice-field
            label="Bought by itself" menu unset="Nothing" .value=${auto.top_up} .error=${this.about(at, `${at}/top_up`)}
            .options=${topUps.map(({ id, name }) => ({ value: id, label: name ?? id }))}
            @pick=${(event: CustomEvent<Pick>) => this.topUp(typed(event))}></drawdown-choice-field>
          ${
            auto.top_up
              ? html`
            <div class="pair">
              ${field("below", "When below", "0")}
              ${field("count", "How many", auto.target.trim() ? "as many as needed" : "1")}
              ${field("target", "Or fill up to", "not set")}
              ${field("limit", "At most a cycle", "no limit")}
              ${field("cooldown", "Not again within", "no pause", "Such as 12 hours, 1 day or 2 weeks.")}
            </div>`
              : nothing
          }
        </div>
      </details>
    `;
  }

  private topUp(id: string): void {
    const { plans } = this.store;
    if (plans) this.store.set({ auto: id ? { ...plans.auto, top_up: id } : NO_AUTO });
  }

  /** Actions on a date: purchases, plan changes, manual grants and revocations. */
  private acts(opened: Opened, plans: Plans) {
    const { store } = this;
    const known = doings(opened.document);
    const [first] = known;
    if (!first) return nothing;
    const lots = [
      ...plans.given.map(({ class: id }) => id),
      ...plans.acts.filter((act) => act.do === "grant").map(({ lot }) => lot.trim()),
    ].filter(Boolean);
    const lines = plans.wanted.map(({ operation }, i) => ({
      value: `line ${i + 1}`,
      label: `Line ${i + 1}: ${opened.info.operations.find(({ id }) => id === operation)?.name ?? operation}`,
    }));
    const change = (place: number, act: Act | undefined) =>
      store.set({ acts: act ? plans.acts.with(place, act) : plans.acts.filter((_, i) => i !== place) });
    return html`
      <section class="card" aria-labelledby="acts">
        <h2 id="acts">Changes on the way</h2>
        ${plans.acts.length === 0 ? html`
          <p class="muted small">Purchases, changes of the plan, credits that are given or taken back: each on its date.</p>` : nothing}
        ${plans.acts.map(
          (act, i) => html`
          <action-row
            role="group" aria-label=${`Change ${i + 1}`} class=${i > 0 ? "row" : ""} .place=${i + 1}
            .opened=${opened} .act=${act} .plan=${plans.plan} .lots=${lots} .lines=${lines}
            .faults=${below(store.faults, `/actions/${i}`)}
            @act=${(event: ActEvent) => change(i, event.act)}></action-row>`,
        )}
        ${plans.acts.length < 24
          ? html`<button
          @click=${() => store.set({ acts: [...plans.acts, actOf(first.value, later(plans.start), plans.plan, opened)] })}>Add a change</button>` : nothing}
      </section>
    `;
  }

  private start({ document, info }: Opened, plans: Plans) {
    const classes = classesOf(document);
    if (classes.length === 0) return nothing;
    return html`
      <section class="card" aria-labelledby="start">
        <h2 id="start">Credits at the start</h2>
        ${plans.given.length === 0 ? html`
          <p class="muted small">Assumes the plan\u2019s full credits for the cycle that begins then. Add your credits here if they differ.</p>` : nothing}
        ${lotRows(
          plans.given,
          classes,
          info.units,
          (pointer) => this.about(pointer),
          (given) => this.store.set({ given }),
        )}
      </section>
    `;
  }

  /** The answer in a few words, for narrow screens, where it is below the inputs. */
  private bar() {
    const { answer, faults, working, stopped } = this.store;
    const { summary } = answer?.data ?? {};
    const words = working
      ? `Computing, ${Math.floor(working.share * 100)}\u00a0%`
      : stopped
        ? "Stopped"
        : faults.length > 0
          ? "Needs a correction"
          : !answer || !summary
            ? "Computing"
            : summary.run_out
              ? `${outlook(summary, answer.opened.info, answer.zone).badge} on ${on(summary.run_out, answer.zone).replace(/, .*/, "")}`
              : "Lasts to the end";
    return html`<a class="bar" href="#balance"
      @click=${this.showAnswers}><strong>${words}</strong><span class="small">Show</span></a>`;
  }

  private readonly showAnswers = (event: Event): void => {
    event.preventDefault();
    this.answersPart.focus({ preventScroll: true });
    this.answersPart.scrollIntoView({ block: "start" });
  };

  /** The progress of a long run, or that it was stopped. */
  private work() {
    const { store } = this;
    const { answer, faults, working, stopped } = store;
    const before = answer && faults.length === 0 ? "The projection shown is for the previous inputs." : "";
    if (working)
      return html`<section class="card"><drawdown-working-bar .share=${working.share} .note=${before}
        @stop=${this.stop}></drawdown-working-bar></section>`;
    if (!stopped) return nothing;
    return html`<section class="card stopped" aria-label="Stopped">
      <p><strong>Stopped.</strong> <span class="muted small">${before}</span></p><button
        @click=${() => store.again()}>Compute</button></section>`;
  }

  /** Focus the button that restarts it. */
  private readonly stop = async (): Promise<void> => {
    this.store.stop();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".stopped button")?.focus();
  };

  private answers() {
    const { store } = this;
    const { answer, faults } = store;
    if (faults.length > 0) return this.correction(faults);
    if (!answer) return nothing;
    const { data, zone } = answer;
    const { summary, left_off: leftOff } = data;
    const { info, document } = answer.opened;
    if (this.drawn?.answer !== answer) this.drawn = { answer, data: balanceOf(data, document, zone) };
    const { data: drawn } = this.drawn;
    return html`
      <section class="card" aria-label="What will happen"><drawdown-outlook-card .summary=${summary} .info=${info} .zone=${zone}
        .leftOff=${leftOff.invoices ?? 0}></drawdown-outlook-card></section>
      <section class="card" aria-labelledby="balance">
        <h2 id="balance">Balance by class</h2>
        <drawdown-balance-chart .data=${drawn} .units=${info}></drawdown-balance-chart>
        <drawdown-balance-table .data=${drawn} .units=${info}></drawdown-balance-table>
      </section>
      ${
        summary.shortfalls.length > 0
          ? html`<section class="card" aria-label="Short of credits"><drawdown-shortfall-list .summary=${summary} .info=${info}
          .zone=${zone} .leftOff=${leftOff.shortfalls ?? 0}></drawdown-shortfall-list></section>`
          : nothing
      }
      ${
        summary.projects.length + summary.members.length > 0 || summary.operations.length > 1
          ? html`<section class="card" aria-labelledby="who">
          <h2 id="who">Who used it, and for what</h2><drawdown-use-table .summary=${summary}
            .info=${info}></drawdown-use-table></section>`
          : nothing
      }
      ${
        store.stopped
          ? nothing
          : html`
        <section class="card" aria-label="With random demand">
          <forecast-card
            .forecast=${store.forecast} .working=${store.forecasting} .faults=${store.forecastFaults} .info=${info}
            .zone=${zone}
            @forecast=${(event: ForecastEvent) => store.askForecast(event.options)}
            @forecast-stop=${() => store.dropForecast()}></forecast-card>
        </section>`
      }
      <section class="card" aria-label="Events and invoices">
        <event-list .summary=${summary} .zone=${zone} .leftOff=${leftOff.events ?? 0}></event-list>
        <drawdown-catalog-about .info=${info}></drawdown-catalog-about>
      </section>
    `;
  }

  /** Shown while an input is missing or wrong: never the outcome of another scenario. */
  private correction(faults: Finding[]) {
    const missing = faults.every(({ path }) => path.startsWith("/account/assume/"));
    return html`
      <section class="card" aria-label="What will happen">
        <h2>${missing ? "One number is missing" : "Needs a correction"}</h2>
        <ul class="needs" aria-label="What is needed">${faults.map(
          ({ path, message }) => html`
          <li>${placed(path) ? html`<strong>${placed(path)}:</strong> ` : nothing}${worded(sentence(message))}${path
            ? html` <code>${path}</code>` : nothing}</li>`,
        )}</ul>
      </section>
    `;
  }

  /** Whether there is an error below one of these pointers. */
  private concerns(...pointers: string[]): boolean {
    return this.store.faults.some(({ path }) => pointers.some((pointer) => path.startsWith(pointer)));
  }

  private about(...pointers: string[]): string {
    return this.store.faults
      .filter(({ path }) => pointers.includes(path))
      .map(({ message }) => message)
      .join("; ");
  }

  private take<K extends "plan" | "term" | "start" | "months" | "zone" | "since" | "debt" | "short" | "ranges">(
    key: K,
    made = (value: string) => value as Plans[K],
  ) {
    return (event: CustomEvent<Pick>) => this.store.set({ [key]: made(String(event.detail.value ?? "")) });
  }

  private assume(text: string, at: string): void {
    this.store.set({ assume: { ...this.store.plans?.assume, [at]: text } });
  }
}

function levels(units: string): Option[] {
  return [
    { value: "percent", label: "Share of the allowance used" },
    { value: "credits", label: `Fewer ${units} left` },
  ];
}

/** A month after a date, the default of a change. */
function later(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.valueOf())) return date;
  at.setUTCDate(at.getUTCDate() + 30);
  return at.toISOString().slice(0, 10);
}

let every: Option[] | undefined;

/** All zones of the browser, by continent; UTC and the current ones first. */
function zones(...near: string[]): Option[] {
  every ??= Intl.supportedValuesOf("timeZone")
    .filter((zone) => zone.includes("/"))
    .map((zone) => {
      const [group = "", ...place] = zone.split("/");
      return { value: zone, label: place.join(", ").replaceAll("_", " "), group };
    });
  const first = [...new Set(["UTC", ...near])].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return [...first, ...every.filter(({ value }) => !near.includes(value))];
}
