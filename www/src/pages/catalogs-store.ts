// The state of the page of prices: the platform, and the file while it is edited.
import type { Finding, Terms, TestReport } from "drawdown";
import type { ReactiveControllerHost } from "lit";
import type { Opened } from "@elements/engine/opened";
import { attempted, told } from "@elements/engine/faults";
import { Later } from "@elements/later";
import { OWN } from "../components/platform-picker";
import { draftKey, draftOf, keepDraft } from "../engine/drafts";
import { whole } from "../engine/whole";
import { PageStore } from "./page-store";

export class CatalogsStore extends PageStore {
  /** What is shown: the platform's prices, or those of the last draft without errors. */
  shown: Opened | undefined;
  terms: Terms | undefined;
  /** The file while it is edited. */
  draft: string | undefined;
  faults: Finding[] = [];
  tests: TestReport | undefined;

  /** What the draft is a draft of: the platform that is shown, also while another is on its way. */
  private key = "";
  /** The last draft without errors. */
  private checked: string | undefined;
  private readonly checking = new Later(250, () => void this.check());

  constructor(host: ReactiveControllerHost) {
    super(host, whole);
  }

  /** The file as it is published. */
  get original(): string {
    // Lines end as in the editor.
    return (this.opened?.text ?? "").replace(/\r\n?/g, "\n");
  }

  get isChanged(): boolean {
    return this.draft !== undefined && this.draft !== this.original;
  }

  /** The draft can be used: it has no errors. */
  get isUsable(): boolean {
    return this.isChanged && this.checked === this.draft;
  }

  edit(): void {
    this.take(this.original);
  }

  take(draft: string): void {
    this.draft = draft;
    keepDraft(this.key, this.isChanged ? draft : undefined);
    this.checking.soon();
    this.host.requestUpdate();
  }

  close(): void {
    this.draft = undefined;
    keepDraft(this.key, undefined);
    this.show(this.opened);
  }

  /** The draft as the reader's own file, for every page. */
  async useEverywhere(): Promise<void> {
    const { draft, shown, key } = this;
    if (draft === undefined || !shown) return;
    await this.openFile(new File([draft], `${shown.info.id}.json`, { type: "application/json" }));
    if (this.own?.text === draft && draftOf(key) === draft) keepDraft(key, undefined);
  }

  private async check(): Promise<void> {
    const { draft } = this;
    if (draft === undefined) return;
    try {
      const opened = await whole.open(draft);
      if (this.draft !== draft) return;
      this.faults = [];
      this.checked = draft;
      this.show(opened);
    } catch (error) {
      if (this.draft !== draft) return;
      this.faults = told(error);
      this.tests = undefined;
      this.host.requestUpdate();
    }
  }

  private show(opened: Opened | undefined): void {
    this.shown = opened;
    this.faults = [];
    this.terms = opened && attempted(() => opened.catalog.terms()).value;
    this.tests = this.draft === undefined ? undefined : opened && attempted(() => opened.catalog.check()).value;
    this.host.requestUpdate();
  }

  protected adopt(opened: Opened): void {
    this.key = draftKey(this.platform, opened.info.digest, this.platform === OWN);
    this.draft = draftOf(this.key);
    this.show(opened);
    if (!this.isChanged) return;
    this.tests = undefined;
    void this.check();
  }

  protected clear(): void {
    this.draft = undefined;
    this.show(undefined);
  }

  protected changed(): void {
    this.host.requestUpdate();
    this.address.soon();
  }

  protected query(): string {
    return new URLSearchParams({ platform: this.platform }).toString();
  }
}
