// The frame of every page, inserted at build time. A text with `data-text` is shown in the reader's language:
// `src/site/german.ts` has the same names.
import type { Plugin } from "vite";

const PAGES = [
  { file: "preview.html", text: "pagePreview", name: "Cost preview" },
  { file: "plan.html", text: "pagePlan", name: "Plan calculator" },
  { file: "projection.html", text: "pageForecast", name: "Balance forecast" },
  { file: "compare.html", text: "pageCompare", name: "Compare" },
  { file: "usage.html", text: "pageUsage", name: "Usage" },
  { file: "catalogs.html", text: "pageCatalogs", name: "Prices" },
] as const;

const HEAD = `<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" href="./favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/src/theme.css" />`;

const FOOTER = `<footer class="site">
      <div class="inner">
        <p data-text="footer">Everything is computed in your browser, and nothing you enter leaves it. Prices are those that the platforms publish, as of the date shown.</p>
        <p><a href="./numbers.html" data-text="pageNumbers">How the numbers are made</a></p>
      </div>
    </footer>`;

function header(file: string): string {
  const links = PAGES.map((page) => `<a href="./${page.file}"${page.file === file ? ' aria-current="page"' : ""} data-text="${page.text}">${page.name}</a>`);
  return `<header class="site">
      <a class="skip" href="#main" data-text="skip">Skip to the content</a>
      <div class="inner">
        <a class="brand" href="./">
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <rect x="3" y="4" width="18" height="3.5" rx="1.75" />
            <rect x="3" y="10.25" width="12" height="3.5" rx="1.75" />
            <rect x="3" y="16.5" width="6" height="3.5" rx="1.75" />
          </svg>
          drawdown
        </a>
        <nav aria-label="Pages" data-label="pages">
          ${links.join("\n          ")}
        </nav>
        <button type="button" class="language" lang="de" disabled>Deutsch</button>
      </div>
    </header>`;
}

/** Inserts the frame at its marks: `<!-- head -->`, `<!-- header -->`, `<!-- footer -->`. */
export function frame(): Plugin {
  return {
    name: "frame",
    transformIndexHtml: {
      order: "pre",
      handler: (page, { path }) => {
        const parts: Record<string, string> = { head: HEAD, header: header(path.replace(/^.*\//, "") || "index.html"), footer: FOOTER };
        return page.replace(/<!-- (head|header|footer) -->/g, (_, part: string) => parts[part] ?? "");
      },
    },
  };
}
