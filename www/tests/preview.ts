// The cost preview as a test sees it. Whatever the browser complains about fails the test.
import { test as plain, expect, type Locator, type Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

export { expect };

export const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const STUDIO = join(import.meta.dirname, "catalogs/studio.json");

export class Preview {
  constructor(readonly page: Page) {}

  /** Opens the page, by a query, and waits for an answer. */
  async open(query = ""): Promise<this> {
    await this.page.goto(`/preview.html${query && `?${query}`}`);
    await expect(this.figure).toBeVisible();
    return this;
  }

  /** Opens the made-up catalog that has one of everything, at one of its operations. */
  async studio(operation = "Clip 2", tool = "Video"): Promise<this> {
    await this.open();
    await this.openFile(STUDIO);
    await expect(this.page.locator("platform-picker")).toContainText("Studio (your file)");
    await this.openForm();
    await this.page.getByRole("radio", { name: tool, exact: true }).check();
    const model = this.page.getByLabel("Model", { exact: true });
    if (await model.isVisible()) await model.selectOption({ label: operation });
    return this;
  }

  async openFile(file: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
    await this.page.getByLabel("Open your own catalog file").setInputFiles(file);
  }

  /** The input with this label. */
  input(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  get card(): Locator {
    return this.page.locator("drawdown-cost");
  }

  /** The largest text of the answer, with its unit. */
  get figure(): Locator {
    return this.card.locator(".figure");
  }

  get badge(): Locator {
    return this.card.locator(".badge");
  }

  /** Rows of the table, as `label | how | amount`, the total last. */
  async lines(): Promise<string[]> {
    const rows = this.card.locator("tbody tr, tfoot tr");
    return rows.evaluateAll((all) => all.map((row) => {
      const how = row.querySelector(".how")?.textContent?.trim() ?? "";
      const [label = "", amount = ""] = [...row.children].map((cell) => cell.textContent?.trim() ?? "");
      return [label.slice(0, label.length - how.length).trim(), how, amount].filter(Boolean).join(" | ");
    }));
  }

  get balance(): Locator {
    return this.page.locator("drawdown-balance-summary dl");
  }

  get cheaper(): Locator {
    return this.page.locator("cheaper-list");
  }

  get afford(): Locator {
    return this.page.locator("afford-panel");
  }

  get notices(): Locator {
    return this.page.locator("notice-list li");
  }

  /** On a phone the inputs are folded under the answer. */
  async openForm(): Promise<void> {
    // Without a click: what is wrong unfolds them too, at any moment.
    await this.page.locator("details.fold").evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
  }

  /** Opens everything that is folded away. */
  async unfold(): Promise<void> {
    await this.page.evaluate(() => {
      const within = (root: ParentNode): Element[] => [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
      for (const details of within(document).filter((one) => one instanceof HTMLDetailsElement)) details.open = true;
    });
  }

  /** What a checker of accessibility finds wrong. */
  async faults(): Promise<string[]> {
    await this.page.evaluate(AXE);
    return this.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await axe.run(document, { resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`).join("; ")}`);
    });
  }

  /** By how many pixels the page is wider than the window. */
  async overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }

  /** Waits until the address has this query. */
  async expectQuery(query: string): Promise<void> {
    await expect.poll(() => new URL(this.page.url()).search).toBe(query && `?${query}`);
  }
}

export const test = plain.extend<{ preview: Preview }>({
  preview: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      // By `serviceWorkers: "block"`.
      if (message.text() === "Service Worker registration blocked by Playwright") return;
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    await use(new Preview(page));
    expect(complaints, "errors and warnings of the browser").toEqual([]);
  },
});
