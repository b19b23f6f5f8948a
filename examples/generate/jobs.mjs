// Jobs: each held, made, and settled or released once, whatever is clicked twice and whatever stops in between.
//
// A file for each job says how far it is. After a stop, `resume` does again what is not known to be done: the service
// and the generator know the job by its id, and answer as the first time.
import { mkdir, open, readFile, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { generate, Refused } from "../clients/service.mjs";
import { Failed } from "./generator.mjs";

/** States in which nothing more happens. `unpaid` is for a person to look at: it was made, and is not paid. */
const ENDS = new Set(["settled", "released", "refused", "unpaid"]);

export class Jobs {
  #known = new Map();

  /** `make(job, quote, wish)` makes what is asked and returns what it `cost`. */
  constructor({ folder, service, account, make }) {
    Object.assign(this, { folder, service, account, make });
  }

  /** Reads the jobs, and goes on with those that have not ended. */
  async resume() {
    await mkdir(this.folder, { recursive: true });
    for (const name of await readdir(this.folder)) {
      if (!name.endsWith(".json")) continue;
      const record = JSON.parse(await readFile(join(this.folder, name), "utf8"));
      const job = this.#enter(record);
      if (ENDS.has(record.state)) job.decide();
      else void this.#work(job);
    }
  }

  /** Takes a job, once. Resolves as soon as its credits are held, or it is refused. */
  async take(id, { quote, wish }) {
    const known = this.#known.get(id);
    if (known && known.record.quote.digest !== quote?.digest) return { state: "refused", status: 409, why: "another job has this id" };
    const job = known ?? this.#enter({ id, quote, wish, state: "asked" });
    if (!known) void this.#begin(job);
    await job.decided;
    return shown(job.record);
  }

  /** How far a job is. */
  look(id) {
    const job = this.#known.get(id);
    return job && shown(job.record);
  }

  #enter(record) {
    const job = { record };
    job.decided = new Promise((decide, fail) => Object.assign(job, { decide, fail }));
    // Whether somebody waits for it or not.
    job.decided.catch(() => {});
    this.#known.set(record.id, job);
    return job;
  }

  /** Nothing is asked of anybody before it is written down. */
  async #begin(job) {
    try {
      await this.#write(job, {});
    } catch (error) {
      this.#known.delete(job.record.id);
      return job.fail(error);
    }
    return this.#work(job);
  }

  /** Works until the end is known, and written down. */
  async #work(job) {
    for (;;) {
      try {
        return await this.#write(job, await this.#end(job));
      } catch (error) {
        // No answer, or no room on the disk: nobody knows what has happened. Ask again until somebody does.
        console.error(`job ${job.record.id}: ${error.message}`);
        await sleep(5_000, undefined, { ref: false });
      }
    }
  }

  async #end(job) {
    const { id, quote } = job.record;
    // After an hour, nobody waits for it; by the quote's clock, so that it is the same when it comes again.
    const at = Date.parse(quote?.request?.at);
    const until = Number.isFinite(at) ? new Date(at + 3_600_000).toISOString().replace(/\.\d+/, "") : undefined;
    const run = (_request, _job, hold) => this.#run(job, hold);
    try {
      const { paid } = await generate(this.service, this.account, { job: id, quote, until }, run);
      return { state: "settled", paid };
    } catch (error) {
      if (error instanceof Failed) return { state: "released", why: error.message };
      if (!(error instanceof Refused)) throw error;
      const { status, problem } = error;
      return { state: job.record.cost === undefined ? "refused" : "unpaid", status, problem };
    }
  }

  /** What happens between hold and settle. Its end is written down before it is told, and never made twice. */
  async #run(job, hold) {
    const { id, quote, wish } = job.record;
    if (job.record.state === "asked") await this.#write(job, { state: "held", held: hold.amount });
    if (job.record.cost === undefined && job.record.failed === undefined) {
      const end = await this.make(id, quote, wish).catch((error) => ({ failed: error.message }));
      await this.#write(job, end);
    }
    if (job.record.failed !== undefined) throw new Failed(job.record.failed);
    return job.record.cost;
  }

  /** Writes how far a job is: the file is the old one or the new one, even if the machine stops. */
  async #write(job, news) {
    const record = { ...job.record, ...news };
    const path = join(this.folder, `${record.id}.json`);
    const file = await open(`${path}.next`, "w");
    await file.writeFile(JSON.stringify(record));
    await file.sync();
    await file.close();
    await rename(`${path}.next`, path);
    job.record = record;
    if (record.state !== "asked") job.decide();
  }
}

/** What the page may see of a job. */
function shown({ id, state, held, made, paid, why, status, problem }) {
  return { id, state, held, made, paid, why, status, problem };
}
