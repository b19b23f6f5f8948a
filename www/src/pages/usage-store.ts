// The state of the usage page: files, how they are read, and what is shown of them.
import type { Mapping, ReadSummary, Recognised } from "drawdown/usage";
import { UsageWorker } from "drawdown/usage/worker";
import type { Finding } from "drawdown";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { told } from "@elements/engine/faults";
import type { Plans } from "@elements/engine/scenario";
import { zoneHere } from "@elements/format/date";
import { Later, UNNOTICED } from "@elements/later";
import type { Opened } from "@elements/engine/opened";
import { OWN } from "../components/platform-picker";
import { shipped } from "../engine/catalogs";
import { whole } from "../engine/whole";
import { fresh, periodFor, specs, type Reports, type View } from "../engine/usage";
import { dateOf, daysBetween } from "../format/days";
import { AccountStore } from "./account-store";

export class UsageStore implements ReactiveController {
  files: readonly File[] = [];
  recognised: Recognised | undefined;
  mapping: Mapping = {};
  /** The mapping is not that of what was read. */
  stale = false;
  /** What was read; none while reading, or if it failed. */
  read: ReadSummary | undefined;
  /** The share that has been read, once it takes long. */
  share: number | undefined;
  stopped = false;
  faults: Finding[] = [];
  view: View = fresh;
  reports: Reports | undefined;
  viewFaults: Finding[] = [];
  /** All names, for the filters. */
  members: readonly string[] = [];
  operations: readonly string[] = [];
  platform = "";
  /** The catalog that rates events without a charge, and whose rules the account follows. */
  rating: Opened | undefined;
  own: Opened | undefined;
  ownFile = "";
  ownFaults: Finding[] = [];
  /** The wall clock of the log and of its days. */
  readonly zone = zoneHere();

  private readonly worker = new UsageWorker();
  readonly account: AccountStore;
  private reading: AbortController | undefined;
  private asked = 0;
  private readonly ask = new Later(150, () => void this.report());

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
    this.account = new AccountStore(host, this.worker, this.zone);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.reading?.abort();
    this.ask.cancel();
    this.account.end();
  }

  get isReading(): boolean {
    return this.reading !== undefined;
  }

  /** Reads other files; how columns are mapped stays. */
  async open(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.files = files;
    await this.readAll();
  }

  stop(): void {
    this.stopped = true;
    this.reading?.abort();
  }

  /** Another mapping is used when the files are read again. */
  async map(mapping: Mapping): Promise<void> {
    this.mapping = mapping;
    this.stale = true;
    this.host.requestUpdate();
    try {
      await this.recognise();
    } catch (error) {
      this.faults = told(error);
      this.host.requestUpdate();
    }
  }

  async readAll(): Promise<void> {
    this.reading?.abort();
    const control = (this.reading = new AbortController());
    const { signal } = control;
    this.read = this.reports = undefined;
    this.account.takeLog(undefined);
    [this.faults, this.viewFaults, this.stopped, this.stale] = [[], [], false, false];
    this.host.requestUpdate();
    try {
      await this.recognise();
      await this.readFiles(signal);
    } catch (error) {
      if (!signal.aborted) this.faults = ofFiles(told(error), this.files);
    } finally {
      if (this.reading === control) this.reading = this.share = undefined;
      this.host.requestUpdate();
    }
  }

  private async recognise(): Promise<void> {
    const [file] = this.files;
    if (!file) return;
    const { mapping } = this;
    const recognised = await this.worker.recognise(file, mapping);
    if (mapping === this.mapping) this.recognised = recognised;
    this.host.requestUpdate();
  }

  private async readFiles(signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const onProgress = ({ bytes, of }: { bytes: number; of: number }) => {
      if (performance.now() - began < UNNOTICED) return;
      this.share = of > 0 ? bytes / of : 1;
      this.host.requestUpdate();
    };
    const tomorrow = new Date(Date.now() + 86_400_000);
    const latest = `${tomorrow.toISOString().slice(0, 19)}Z`;
    const options = { mapping: this.mapping, zone: this.zone, latest };
    const read = await this.worker.read(this.files, options, { signal, onProgress });
    if (signal.aborted) return;
    this.read = read;
    this.share = undefined;
    this.account.takeLog(read);
    if (read.first === undefined || read.last === undefined) return;
    const [from, until] = [dateOf(read.first, this.zone), dateOf(read.last, this.zone)];
    this.view = { ...this.view, from, until, member: "", operation: "", period: periodFor(daysBetween(from, until)) };
    await this.listNames();
    await this.report();
  }

  private async listNames(): Promise<void> {
    const names = async (by: "member" | "operation") => {
      const { rows } = await this.worker.report({ by: [by] });
      return rows.flatMap(({ key: [name] }) => name ?? []).sort((a, b) => a.localeCompare(b));
    };
    [this.members, this.operations] = [await names("member"), await names("operation")];
  }

  /** Shows another part of the log, without reading it again. */
  show(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    this.account.rate(this.view.rateAll);
    this.host.requestUpdate();
    this.ask.soon();
  }

  setAccount(change: Partial<Plans>): void {
    this.account.set(change);
    // Events are rated by the prices of the plan.
    if ("plan" in change) this.ask.soon();
  }

  private async report(): Promise<void> {
    if (!this.read || !this.view.from || !this.view.until) return;
    const asked = (this.asked += 1);
    try {
      const { time, operation, member } = specs(this.view, this.zone, this.account.plans?.plan ?? "");
      const catalog = this.rating?.text;
      const reports = {
        time: await this.worker.report(time, catalog),
        operation: await this.worker.report(operation, catalog),
        member: await this.worker.report(member, catalog),
      };
      if (asked !== this.asked) return;
      [this.reports, this.viewFaults] = [reports, []];
    } catch (error) {
      if (asked !== this.asked) return;
      this.viewFaults = told(error);
    }
    this.host.requestUpdate();
  }

  /** Rates by another catalog; by none if it is empty. */
  async choosePlatform(platform: string): Promise<void> {
    this.platform = platform;
    this.ownFaults = [];
    const entry = shipped.find(({ id }) => id === platform);
    try {
      const rating = platform === OWN ? this.own : entry && (await whole.openShipped(entry));
      if (this.platform !== platform) return;
      this.rating = rating;
      this.account.takeCatalog(rating);
      this.ask.soon();
    } catch (error) {
      if (this.platform === platform) this.viewFaults = told(error);
    }
    this.host.requestUpdate();
  }

  async openCatalog(file: File): Promise<void> {
    this.ownFile = file.name;
    this.ownFaults = [];
    try {
      this.own = await whole.open(await file.text());
      await this.choosePlatform(OWN);
    } catch (error) {
      this.ownFaults = told(error);
      this.host.requestUpdate();
    }
  }
}

/** An error that begins with the name of a file is about that file. */
function ofFiles(faults: readonly Finding[], files: readonly File[]): Finding[] {
  return faults.map((fault) => {
    const name = files.find(({ name }) => fault.message.startsWith(`${name}: `))?.name;
    return name ? { ...fault, path: name, message: fault.message.slice(name.length + 2) } : fault;
  });
}
