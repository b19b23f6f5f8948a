// `<drawdown-settings>`: the inputs of an operation, made from its settings in the catalog.
import type { Finding, OperationInfo, SettingValue } from "drawdown";
import type { Catalog, Request } from "drawdown/prices";
import { css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { CatalogElement } from "./catalog-element";
import { differ } from "./differ";
import { element } from "./element";
import { attempted, fieldOf } from "./engine/faults";
import { rawOf, valueOf, type Raw } from "./engine/selection";
import { sentence } from "./format/setting";
import { text } from "./localise";
import type { Pick } from "./parts/pick";
import type { SettingFields } from "./parts/setting-fields";
import { base } from "./parts/styles";
import "./parts/setting-fields";

/** A setting was changed. */
export interface SettingsChange {
  operation: string;
  /** As a request takes them. */
  settings: Record<string, SettingValue>;
  /** As typed. */
  values: Readonly<Record<string, Raw>>;
}

/**
 * A form of an operation's settings, which is itself a control of a form: its value is the settings as JSON,
 * and it is valid when the engine takes them.
 *
 * @tagname drawdown-settings
 * @fires drawdown-change - A setting was changed; `detail` is a `SettingsChange`.
 * @csspart fields - The grid of inputs.
 */
@element("drawdown-settings")
export class DrawdownSettings extends CatalogElement<Catalog> {
  static readonly formAssociated = true;
  static override styles = [
    base,
    css`
      :host { color: var(--ink); }
      :host(:disabled) { opacity: 0.55; }
      .fault { color: var(--bad); }
    `,
  ];

  /** The id of the operation. */
  @property() operation = "";
  /** The name of the value in a form. */
  @property({ reflect: true }) name = "";
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** What is typed, by name; a setting that is left out has its default, or stays open. */
  @property({ attribute: false, hasChanged: differ }) values: Readonly<Record<string, Raw>> = {};
  /** Errors by pointer into a request; without them, those of the settings alone. */
  @property({ attribute: false }) faults: Finding[] | undefined;

  private readonly internals = this.attachInternals();

  protected override ownEngine() {
    return import("drawdown/prices");
  }

  /** A form around it is disabled. */
  @state() private isDisabledByForm = false;
  private given: NonNullable<Request["settings"]> = {};
  /** What the engine refuses. */
  private wrong: Finding[] = [];

  /** The settings as a request takes them; the same ones given again leave what is typed. */
  @property({ attribute: false })
  get settings(): Record<string, SettingValue> {
    const { info, values } = this;
    if (!info) return present(this.given);
    return present(Object.fromEntries(info.settings.map((one) => [one.name, valueOf(one, values?.[one.name])])));
  }

  set settings(settings: NonNullable<Request["settings"]> | undefined) {
    const given = settings ?? {};
    if (!differ(given, this.given)) return;
    this.given = given;
    this.values = Object.fromEntries(Object.entries(present(given)).map(([name, value]) => [name, rawOf(value)]));
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  checkValidity(): boolean {
    return this.internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  get validationMessage(): string {
    return this.internals.validationMessage;
  }

  override render() {
    const { info } = this;
    // A cost around it says so itself.
    if (!info && this.closest("drawdown-cost")) return nothing;
    if (!info) return this.unusable.map(({ message }) => html`<p class="fault" role="alert">${sentence(message)}</p>`);
    return html`<drawdown-setting-fields part="fields" .operation=${info} .values=${this.values ?? {}}
      .faults=${this.faults ?? this.wrong} ?inert=${this.disabled || this.isDisabledByForm}
      @pick=${this.picked}></drawdown-setting-fields>`;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { opened, operation, settings } = this;
    this.wrong = opened ? attempted(() => opened.catalog.estimate({ operation, settings })).faults : [];
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { name, info } = this;
    this.internals.setFormValue(name && info ? JSON.stringify(this.settings) : null, JSON.stringify(this.values));
    this.validate();
    if (info && SETTLING.some((property) => changed.has(property)))
      this.dispatchEvent(new Event("drawdown-settled", { bubbles: true }));
  }

  /** Without its inputs, a form is not complete. */
  private validate(): void {
    const [fault] = this.info ? this.wrong : this.unusable;
    const message = fault?.message ?? (this.info ? undefined : text().loading);
    this.internals.setValidity(message ? { customError: true } : {}, message, this.inputOf(fault));
  }

  /** Why there are no inputs. */
  private get unusable(): readonly Finding[] {
    return this.opened ? this.wrong : this.broken;
  }

  /** Where a form shows what is wrong: the input of the fault, if it is there already. */
  private inputOf(fault: Finding | undefined): HTMLElement | undefined {
    const form = this.renderRoot.querySelector<SettingFields>("drawdown-setting-fields");
    return (fault && form?.inputOf(fieldOf(fault.path))) ?? form ?? undefined;
  }

  formResetCallback(): void {
    this.values = {};
    this.tell();
  }

  formDisabledCallback(disabled: boolean): void {
    this.isDisabledByForm = disabled;
  }

  formStateRestoreCallback(state: string): void {
    this.values = JSON.parse(state) as Record<string, Raw>;
    this.tell();
  }

  private get info(): OperationInfo | undefined {
    return this.opened?.info.operations.find(({ id }) => id === this.operation);
  }

  private picked(event: CustomEvent<Pick>): void {
    event.stopPropagation();
    const { field, value } = event.detail;
    const name = field.slice("settings.".length);
    const { [name]: _, ...rest } = this.values ?? {};
    this.values = value === undefined ? rest : { ...rest, [name]: value };
    this.tell();
  }

  private tell(): void {
    const { operation, settings, values } = this;
    const detail: SettingsChange = { operation, settings, values };
    this.dispatchEvent(new CustomEvent("drawdown-change", { detail, bubbles: true, composed: true }));
  }
}

/** What a cost around it has to hear of, whatever the cause: by the event `drawdown-settled`. */
const SETTLING = ["values", "operation", "opened"];

function present(settings: NonNullable<Request["settings"]>): Record<string, SettingValue> {
  const given = Object.entries(settings).filter((one): one is [string, SettingValue] => one[1] !== undefined);
  return Object.fromEntries(given);
}

declare global {
  interface HTMLElementTagNameMap {
    "drawdown-settings": DrawdownSettings;
  }
}
