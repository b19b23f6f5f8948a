// The projection page: account and use on one side, what comes of it on the other.
import type { Catalog, CatalogInfo, Finding } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import type { BalanceData } from "../components/balance-chart";
import type { WantedEvent } from "../components/demand-row";
import { OWN, type OpenEvent, type PlatformEvent } from "../components/platform-picker";
import type { Pick } from "../components/pick";
import { base, buttons, card } from "../components/styles";
import { worded } from "../components/words";
import { balanceOf } from "../engine/balance";
import { shipped, type Opened } from "../engine/catalogs";
import { SHORTS, TERMS, terms, unpublished, type Given, type Plans, type Short, type Unpublished } from "../engine/scenario";
import { on, outlook } from "../format/projection";
import { sentence, titled } from "../format/setting";
import { ProjectionStore, type Answer } from "./projection-store";
import "../components/balance-chart";
import "../components/balance-table";
import "../components/catalog-about";
import "../components/choice-field";
import "../components/demand-row";
import "../components/event-list";
import "../components/notice-list";
import "../components/number-field";
import "../components/outlook-card";
import "../components/platform-picker";
import "../components/shortfall-list";
import "../components/text-field";

@customElement("projection-page")
export class ProjectionPage extends LitElement {
  static override styles = [
    base,
    buttons,
    card,
    css`
      .grid, .inputs, .answers { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; align-items: start; }
      .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; }
      .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); gap: 1.125rem 1rem; align-items: start; }
      .row { display: grid; gap: 0.875rem; padding-top: 1rem; border-top: 1px solid var(--line); }
      .lot { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0.875rem 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
      .lot button { justify-self: start; }
      .card > button { justify-self: start; }
      .needs { padding: 0.75rem 0.875rem; border: 1px solid var(--warn-line); border-radius: var(--radius-small); background: var(--warn-soft); font-size: 0.9375rem; }
      .rules ul { display: grid; gap: 0.375rem; margin-top: 0.5rem; padding-left: 1.125rem; list-style: disc; font-size: 0.9375rem; }
      .needs li + li { margin-top: 0.375rem; }
      .bar {
        position: sticky; bottom: 0.5rem; z-index: 1; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 0.75rem;
        padding: 0.625rem 1rem; border-radius: var(--radius); background: var(--accent); color: var(--on-accent);
        text-decoration: none; box-shadow: var(--shadow);
      }
      .answers:focus { outline: none; }
      notice-list { margin-bottom: 1rem; }
      notice-list.empty { margin: 0; }

      @media (min-width: 60rem) {
        .grid { grid-template-columns: minmax(20rem, 26rem) minmax(0, 1fr); gap: 1rem 1.5rem; }
        .bar { display: none; }
      }
    `,
  ];

  private readonly store = new ProjectionStore(this);
  @query(".answers") private answersPart!: HTMLElement;
  private drawn: { answer: Answer; data: BalanceData } | undefined;

  override render() {
    const { store } = this;
    const { opened, plans } = store;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices} @dismiss=${() => store.dismiss()}></notice-list>
      <div class="grid">
        <div class="inputs">
          ${this.account()}
          ${opened && plans ? html`${this.use(opened, plans)}${this.start(opened, plans)}${this.bar(opened.info)}` : nothing}
        </div>
        <div class="answers" tabindex="-1">${opened && plans ? this.answers(opened) : nothing}</div>
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
        <platform-picker
          .shipped=${shipped} .value=${store.platform} .own=${store.own?.info.name ?? ""}
          .faults=${store.ownFaults} .file=${store.ownFile}
          @platform=${(event: PlatformEvent) => store.choose(event.platform)}
          @open-catalog=${(event: OpenEvent) => store.openFile(event.file)}></platform-picker>
        ${store.platform === OWN && store.own && store.own.warnings.length > 0
          ? html`<finding-list mild heading="The checker remarks" .findings=${store.own.warnings}></finding-list>`
          : nothing}
        ${store.failure ? html`<p role="alert">${store.failure}</p>` : nothing}
        ${opened && plans ? this.held(opened, plans) : nothing}
      </section>
    `;
  }

  private held({ catalog, document, info }: Opened, plans: Plans) {
    const sold = terms(document, plans.plan);
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    const zones = [...new Set(["UTC", here, plans.zone])];
    return html`
      <choice-field
        label="Plan" menu unset="No plan" .value=${plans.plan} .error=${this.about("/account/plan")}
        .options=${info.plans.map(planned)} @pick=${this.take("plan")}></choice-field>
      ${sold.length > 1
        ? html`<choice-field label="Paid" row .value=${plans.term} .options=${TERMS.filter(({ value }) => sold.includes(value))} @pick=${this.take("term")}></choice-field>`
        : nothing}
      <div class="pair">
        <date-field label="From" .value=${plans.start} .error=${this.about("/start")} @pick=${this.take("start")}></date-field>
        <choice-field label="Time zone" menu .value=${plans.zone} .options=${zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))} @pick=${this.take("zone")}></choice-field>
      </div>
      ${this.rules(catalog, plans.plan)}
      <number-field label="Months" .value=${plans.months} placeholder="12" .min=${1} .max=${60} .step=${1} .error=${this.about("/for")} @pick=${this.take("months")}></number-field>
      ${this.assumptions(unpublished(document, plans, info.units), plans)}
    `;
  }

  /** What the platform publishes of the plan, in sentences made from the data that is simulated. */
  private rules(catalog: Catalog, plan: string) {
    const { plans, account } = catalog.terms();
    const lines = plans.find((one) => (one.plan ?? "") === plan)?.lines ?? [];
    return html`
      <details class="rules">
        <summary>The rules of this plan</summary>
        <ul>${[...lines, ...account].map(({ text, assumed }) => html`<li class=${assumed ? "muted" : ""}>${text}${assumed ? " (nothing else is said)" : ""}</li>`)}</ul>
      </details>
    `;
  }

  /** Inputs for what the platform does not say. */
  private assumptions(list: Unpublished[], plans: Plans) {
    if (list.length === 0) return nothing;
    return html`
      <div class="row" role="group" aria-labelledby="assumed">
        <h3 id="assumed">Not published: to assume</h3>
        ${list.map(({ at, label, unit }) => html`
          <text-field
            .label=${label} .value=${plans.assume[at] ?? ""} .unit=${unit} .error=${this.about(`/account/assume/${at}`)}
            @pick=${(event: CustomEvent<Pick>) => this.assume(event, at)}></text-field>`)}
      </div>
    `;
  }

  private use({ catalog, info }: Opened, plans: Plans) {
    const { store } = this;
    return html`
      <section class="card" aria-labelledby="use">
        <h2 id="use">Use</h2>
        ${plans.wanted.map((wanted, i) => html`
          <demand-row
            role="group" aria-label=${`Line ${i + 1}`} class=${i > 0 ? "row" : ""}
            .catalog=${catalog} .info=${info} .wanted=${wanted} .plan=${plans.plan} ?removable=${plans.wanted.length > 1}
            .faults=${below(store.faults, `/demand/${i}`)}
            @wanted=${(event: WantedEvent) => store.setWanted(i, event.wanted)}></demand-row>`)}
        ${plans.wanted.length < 12 ? html`<button @click=${() => store.addWanted()}>Add a model</button>` : nothing}
        <choice-field
          label="When credits are short" menu .value=${plans.short} .options=${SHORTS}
          @pick=${this.take("short", (value) => value as Short)}></choice-field>
      </section>
    `;
  }

  private start({ document, info }: Opened, plans: Plans) {
    const classes = Object.entries(document.classes ?? {}).map(([value, { name }]) => ({ value, label: name ?? titled(value) }));
    const [first] = classes;
    if (!first) return nothing;
    const given = (list: readonly Given[]) => this.store.set({ given: list });
    const change = (place: number, part: Partial<Given>) => given(plans.given.map((lot, i) => (i === place ? { ...lot, ...part } : lot)));
    const text = (event: CustomEvent<Pick>) => String(event.detail.value ?? "");
    return html`
      <section class="card" aria-labelledby="start">
        <h2 id="start">Credits at the start</h2>
        ${plans.given.length === 0 ? html`<p class="muted small">What the plan gives in the cycle that begins then. Add what is there instead, if it is something else.</p>` : nothing}
        ${plans.given.map((lot, i) => html`
          <div class="lot" role="group" aria-label=${`Credits ${i + 1}`}>
            <choice-field label="Class" menu .value=${lot.class} .options=${classes} .error=${this.about(`/account/lots/${i}/class`)} @pick=${(event: CustomEvent<Pick>) => change(i, { class: text(event) })}></choice-field>
            <text-field label="Amount" .value=${lot.amount} .error=${this.about(`/account/lots/${i}/amount`)} @pick=${(event: CustomEvent<Pick>) => change(i, { amount: text(event) })}></text-field>
            <date-field label="Until" allowed="optional" .value=${lot.expires} .error=${this.about(`/account/lots/${i}/expires`)} @pick=${(event: CustomEvent<Pick>) => change(i, { expires: text(event) })}></date-field>
            <button class="quiet" @click=${() => given(plans.given.filter((_, place) => place !== i))}>Remove<span class="visually-hidden"> credits ${i + 1}</span></button>
          </div>`)}
        <button @click=${() => given([...plans.given, { class: first.value, amount: "", expires: "" }])}>Add ${info.units}</button>
      </section>
    `;
  }

  /** The answer in a few words, for narrow screens, where it lies below the inputs. */
  private bar(info: CatalogInfo) {
    const { answer } = this.store;
    const runOut = answer?.summary.run_out;
    const words = !answer ? "Needs a correction" : runOut ? `${outlook(answer.summary, info, answer.zone).badge} on ${on(runOut, answer.zone).replace(/, .*/, "")}` : "Lasts to the end";
    return html`<a class="bar" href="#balance" @click=${this.showAnswers}><strong>${words}</strong><span class="small">Show</span></a>`;
  }

  private readonly showAnswers = (event: Event): void => {
    event.preventDefault();
    this.answersPart.focus({ preventScroll: true });
    this.answersPart.scrollIntoView({ block: "start" });
  };

  private answers({ info, document }: Opened) {
    const { answer, faults } = this.store;
    if (!answer) return this.correction(faults);
    const { summary, zone } = answer;
    if (this.drawn?.answer !== answer) this.drawn = { answer, data: balanceOf(answer.projection, summary, document, zone) };
    const { data } = this.drawn;
    return html`
      <section class="card" aria-label="What will happen"><outlook-card .summary=${summary} .info=${info} .zone=${zone}></outlook-card></section>
      <section class="card" aria-labelledby="balance">
        <h2 id="balance">Balance by class</h2>
        <balance-chart .data=${data} .units=${info}></balance-chart>
        <balance-table .data=${data} .units=${info}></balance-table>
      </section>
      ${summary.shortfalls.length > 0
        ? html`<section class="card" aria-label="Short of credits"><shortfall-list .summary=${summary} .info=${info} .zone=${zone}></shortfall-list></section>`
        : nothing}
      <section class="card" aria-label="Events and invoices">
        <event-list .summary=${summary} .zone=${zone}></event-list>
        <catalog-about .info=${info}></catalog-about>
      </section>
    `;
  }

  /** Shown while something is missing or wrong: never what another scenario leads to. */
  private correction(faults: Finding[]) {
    const missing = faults.every(({ path }) => path.startsWith("/account/assume/"));
    return html`
      <section class="card" aria-label="What will happen">
        <h2>${missing ? "One number is missing" : "Needs a correction"}</h2>
        <ul class="needs" aria-label="What is needed">${faults.map(({ message }) => html`<li>${worded(sentence(message))}</li>`)}</ul>
      </section>
    `;
  }

  private about(pointer: string): string {
    return this.store.faults.filter(({ path }) => path === pointer).map(({ message }) => message).join("; ");
  }

  private take<K extends "plan" | "term" | "start" | "months" | "zone" | "short">(key: K, made = (value: string) => value as Plans[K]) {
    return (event: CustomEvent<Pick>) => this.store.set({ [key]: made(String(event.detail.value ?? "")) });
  }

  private assume(event: CustomEvent<Pick>, at: string): void {
    const assume = { ...this.store.plans?.assume, [at]: String(event.detail.value ?? "") };
    this.store.set({ assume });
  }
}

function below(faults: Finding[], pointer: string): Finding[] {
  return faults.filter(({ path }) => path === pointer || path.startsWith(`${pointer}/`)).map((fault) => ({ ...fault, path: fault.path.slice(pointer.length) }));
}

function planned({ id, name, audience, contact }: CatalogInfo["plans"][number]) {
  return { value: id, label: contact ? `${name} (custom)` : name, group: audience && titled(audience) };
}
