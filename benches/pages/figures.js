// Measures the built pages and writes `docs/figures-pages.md`.
import { writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { serve } from "./served.js";
import { sliders } from "./sliders.js";

const ROOT = new URL("../../", import.meta.url);
const PAGES = ["/", "/preview.html", "/plan.html", "/projection.html", "/compare.html", "/usage.html", "/catalogs.html", "/numbers.html"];
const KINDS = ["performance", "accessibility", "best-practices"];
const ROUNDS = 3;

const served = await serve(fileURLToPath(new URL("www/dist", ROOT)));
try {
  const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: ["--headless=new", "--no-sandbox"] });
  const audits = [];
  try {
    // The first round fills the server's store of compressed files.
    for (const path of PAGES) await audit(chrome, path);
    for (const path of PAGES) audits.push(await middle(chrome, path));
  } finally {
    await chrome.kill();
  }
  const drags = await sliders(served.address, ["/preview.html?platform=kling", "/plan.html"], [1, 4]);
  await writeFile(new URL("docs/figures-pages.md", ROOT), written(audits, drags));
} finally {
  served.close();
}

/** The round whose performance is in the middle. */
async function middle(chrome, path) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await audit(chrome, path));
  return rounds.sort((a, b) => a.scores[0] - b.scores[0])[ROUNDS >> 1];
}

async function audit(chrome, path) {
  const { lhr } = await lighthouse(served.address + path, { port: chrome.port, onlyCategories: KINDS, logLevel: "error" });
  const seconds = (id) => lhr.audits[id].numericValue / 1000;
  return {
    path,
    scores: KINDS.map((kind) => Math.round(100 * lhr.categories[kind].score)),
    paint: seconds("first-contentful-paint"),
    largest: seconds("largest-contentful-paint"),
    blocked: lhr.audits["total-blocking-time"].numericValue,
    shift: lhr.audits["cumulative-layout-shift"].numericValue,
    loaded: lhr.audits["total-byte-weight"].numericValue / 1000,
  };
}

function written(audits, drags) {
  const missed = audits.filter(({ scores }) => scores.some((score) => score < 95)).length;
  const slow = drags.filter(({ rate, perSecond }) => rate === 4 && perSecond < 55).length;
  const load = loadavg()[0].toFixed(2);
  return `# Figures of the pages

Written by \`cargo xtask page-figures\` on ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores, shared by browser and server (load average ${load}), no graphics card. The pages are served on the same machine, compressed by brotli.

## Lighthouse

Its own conditions for phones: 4\u00d7 slower processor, 1.6 Mbit/s and 150 ms to the server, simulated. The middle of ${ROUNDS} rounds. Target: 95 in each. ${missed} of ${audits.length} pages miss it.

| page | ${KINDS.join(" | ")} | first paint, s | largest paint, s | blocked, ms | layout shift | loaded, kB |
| --- |${" --: |".repeat(KINDS.length + 5)}
${audits.map(({ path, scores, paint, largest, blocked, shift, loaded }) =>
    `| \`${path}\` | ${scores.join(" | ")} | ${paint.toFixed(1)} | ${largest.toFixed(1)} | ${blocked.toFixed(0)} | ${shift.toFixed(3)} | ${loaded.toFixed(0)} |`).join("\n")}

## Sliders

The first slider of a page, dragged to and fro for 3 s. Target: 55 frames a second with a processor that is 4\u00d7 slower, and no task of 100 ms. ${slow} of ${drags.filter(({ rate }) => rate === 4).length} pages miss the frames.

| page | processor | frames a second | longest frame, ms | longest task, ms |
| --- | --- | --: | --: | --: |
${drags.map(({ path, rate, perSecond, longestFrame, longestTask }) =>
    `| \`${path}\` | ${rate === 1 ? "as it is" : `${rate}\u00d7 slower`} | ${perSecond.toFixed(1)} | ${longestFrame.toFixed(0)} | ${longestTask.toFixed(0)} |`).join("\n")}
`;
}
