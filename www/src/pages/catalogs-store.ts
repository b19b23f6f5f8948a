// The state of the page of prices: the platform, and the file while it is edited.
import type { Finding, Terms, TestReport } from "drawdown";
import type { ReactiveControllerHost } from "lit";
import type { Opened } from "@elements/engine/opened";
import { attempted, told } from "@elements/engine/faults";
import { Later } from "@elements/later";
import { draftOf, keepDraft } from "../engine/drafts";
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

  edit(): void {
    this.take(this.original);
  }

  take(draft: string): void {
    this.draft = draft;
    keepDraft(this.platform, this.isChanged ? draft : undefined);
    this.checking.soon();
    this.host.requestUpdate();
  }

  close(): void {
    this.draft = undefined;
    keepDraft(this.platform, undefined);
    this.show(this.opened);
  }

  /** The draft as the reader's own file, for every page. */
  async useEverywhere(): Promise<void> {
    const { draft, shown } = this;
    if (draft === undefined || !shown) return;
    keepDraft(this.platform, undefined);
    await this.openFile(new File([draft], `${shown.info.id}.json`, { type: "application/json" }));
  }

  private async check(): Promise<void> {
    const { draft } = this;
    if (draft === undefined) return;
    try {
      const opened = await whole.open(draft);
      if (this.draft !== draft) return;
      this.faults = [];
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
    this.draft = draftOf(this.platform);
    this.show(opened);
    if (this.isChanged) this.checking.soon();
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
