// The frame of every page, inserted at build time.
import type { Plugin } from "vite";

const PAGES = [
  { file: "index.html", href: "./", name: "Cost preview", what: "the preview" },
  { file: "projection.html", href: "./projection.html", name: "Balance forecast", what: "the forecast" },
  { file: "plan.html", href: "./plan.html", name: "Plan calculator", what: "the calculator" },
  { file: "compare.html", href: "./compare.html", name: "Compare", what: "the comparison", all: true },
  { file: "usage.html", href: "./usage.html", name: "Usage", what: "the usage" },
] as const;

const HEAD = `<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" href="./favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/src/theme.css" />`;

const FOOTER = `<footer class="site">
      <div class="inner">
        <p>Everything is computed in your browser, and nothing you enter leaves it. Prices are those that the platforms publish, as of the date shown.</p>
      </div>
    </footer>`;

function header(file: string): string {
  const links = PAGES.map((page) => `<a href="${page.href}"${"all" in page ? "" : " data-platform"}${page.file === file ? ' aria-current="page"' : ""}>${page.name}</a>`);
  const what = PAGES.find((page) => page.file === file)?.what ?? "the page";
  return `<header class="site">
      <a class="skip" href="#main">Skip to ${what}</a>
      <div class="inner">
        <a class="brand" href="./">
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <rect x="3" y="4" width="18" height="3.5" rx="1.75" />
            <rect x="3" y="10.25" width="12" height="3.5" rx="1.75" />
            <rect x="3" y="16.5" width="6" height="3.5" rx="1.75" />
          </svg>
          drawdown
        </a>
        <nav aria-label="Pages">
          ${links.join("\n          ")}
        </nav>
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
