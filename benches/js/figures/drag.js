// A slider that is dragged in Chromium, as its trace tells it.
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { ms, quantile, table } from "./table.js";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8", "cc", "benchmark", "input"];
const FRAME = "ProxyMain::BeginMainFrame";
const SCRIPT = new Set(["EventDispatch", "FunctionCall", "FireAnimationFrame", "RunMicrotasks", "MinorGC", "MajorGC"]);
/** Milliseconds of script that a frame may take. */
const MOST = 1;
const SECONDS = 8;
/** Milliseconds between two moves of the mouse: as most mice report. */
const PAUSE = 8;

const page = (total) => `
  import { Catalog, format } from "drawdown/prices";
  import imagineart from "drawdown/catalogs/imagineart";
  const preview = new Catalog(imagineart).preview("nano-banana-2");
  const slot = preview.slot("images");
  document.body.innerHTML = '<input type="range" min="1" max="1000" style="width: 1000px"><output></output>';
  const [slider, output] = document.body.children;
  slider.addEventListener("input", () => { ${total} });`;

const PAGES = {
  "with drawdown": page(`
    preview.set(slot, slider.valueAsNumber);
    output.textContent = format(preview.total(), "credits");`),
  "without": page("output.textContent = slider.value;"),
};

export async function drag() {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const found = [];
    for (const [name, source] of Object.entries(PAGES)) found.push([name, await traced(browser, source)]);
    return text(found, browser.version());
  } finally {
    await browser.close();
  }
}

async function traced(browser, source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true, format: "iife", write: false, minify: true,
  });
  const tab = await browser.newPage({ viewport: { width: 1100, height: 300 } });
  await tab.setContent("<!doctype html><body></body>");
  await tab.addScriptTag({ content: outputFiles[0].text });
  // Once before, for what is compiled when it is first used.
  await sweep(tab, 1);
  await browser.startTracing(tab, { categories: CATEGORIES });
  await sweep(tab, SECONDS);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await tab.close();
  return framesOf(traceEvents);
}

/** Back and forth, by a mouse that does not wait for the page. */
async function sweep(tab, seconds) {
  const { x, y, width, height } = await tab.locator("input").boundingBox();
  const at = (share) => [x + 10 + (width - 20) * share, y + height / 2];
  await tab.mouse.move(...at(0));
  await tab.mouse.down();
  const sent = [];
  const began = performance.now();
  for (let n = 0; performance.now() - began < seconds * 1000; n += 1) {
    const place = Math.abs((((performance.now() - began) / 1700) % 2) - 1);
    sent.push(tab.mouse.move(...at(place)));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  await Promise.all(sent);
  await tab.mouse.up();
}

/** Script of each frame of the main thread while inputs came, and what became of the frames. */
function framesOf(events) {
  const heard = events.filter(({ name, args }) => name === "EventDispatch" && args.data?.type === "input");
  const [{ pid, tid, ts: first }, last] = [heard[0], heard.at(-1).ts];
  const during = events.filter((event) => event.pid === pid && event.ts >= first - 17_000 && event.ts <= last);
  const whole = during.filter((event) => event.tid === tid && event.ph === "X");
  const main = whole.sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const reported = during.filter(({ name, ph }) => name === "PipelineReporter" && ph === "b");
  const dropped = reported.filter(({ args }) => args.frame_reporter.state === "STATE_DROPPED");
  return {
    inputs: heard.length, scripts: scriptsOf(main), seconds: (last - first) / 1e6,
    reported: reported.length, dropped: dropped.length,
  };
}

/** Milliseconds by frame: of all script, on the clock and of the processor, and of the page's own listener. */
function scriptsOf(main) {
  const starts = main.filter(({ name }) => name === FRAME).map(({ ts }) => ts);
  const scripts = starts.map(() => ({ clock: 0, processor: 0, listener: 0 }));
  let [end, frame] = [starts[0], 0];
  for (const { name, ts, dur, tdur, args } of main) {
    while (starts[frame + 1] <= ts) frame += 1;
    if (args.data?.type === "input" && ts >= starts[0]) scripts[frame].listener += dur / 1000;
    // Script within script counts once.
    if (!SCRIPT.has(name) || ts < end) continue;
    scripts[frame].clock += dur / 1000;
    scripts[frame].processor += tdur / 1000;
    end = ts + dur;
  }
  return scripts;
}

function framesRow([name, { inputs, scripts, seconds, reported, dropped }]) {
  const kept = `${(100 * (1 - dropped / reported)).toFixed(1)} %`;
  return [name, inputs, scripts.length, (scripts.length / seconds).toFixed(1), kept];
}

const MEASURES = {
  clock: "all script, by the clock",
  processor: "all script, by the processor",
  listener: "the listener alone, by the clock",
};

function timesRows([name, { scripts }]) {
  return Object.entries(MEASURES).map(([key, measure]) => {
    const all = scripts.map((script) => script[key]);
    const below = all.filter((millis) => millis < MOST).length;
    const share = `${((100 * below) / all.length).toFixed(1)} %`;
    return [`${name}: ${measure}`, ...[0.5, 0.95, 1].map((part) => ms(quantile(all, part))), share];
  });
}

const text = (found, version) => `## A slider that is dragged

A range input in a page, dragged back and forth for ${SECONDS} s by a mouse that moves every ${PAUSE} ms. With
drawdown, each input sets a \`Preview\` of \`drawdown/prices\` and shows its total with \`format\`; without, it shows
the number of the slider: what that takes and loses is the browser's and the machine's. From a trace of
Chromium ${version} (headless, without a GPU). Targets: 60 frames a second, and less than ${MOST} ms of script in
each.

${table(["", "inputs", "frames", "frames a second", "not dropped"], found.map(framesRow))}
Milliseconds in a frame. All script holds the browser's own dispatch of events and its garbage collection; the
clock also runs while the machine does something else.

${table(["", "p50", "p95", "max", `below ${MOST} ms`], found.flatMap(timesRows))}`;
