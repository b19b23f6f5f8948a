// Frames while a slider is dragged, with the page's thread slowed down.
import { chromium } from "playwright-core";

const SECONDS = 3;

/** The first slider of each page, dragged to and fro. */
export async function sliders(address, pages, rates) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  const rows = [];
  try {
    for (const path of pages) for (const rate of rates) rows.push({ path, rate, ...(await drag(browser, address + path, rate)) });
  } finally {
    await browser.close();
  }
  return rows;
}

async function drag(browser, address, rate) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address, { waitUntil: "networkidle" });
  const slider = page.locator("input[type=range]").first();
  await slider.scrollIntoViewIfNeeded();
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  const { x, y, width, height } = await slider.boundingBox();
  // Once before it counts: what is drawn for the first time takes longer.
  await to(page, x + 5, y + height / 2, width - 10, 1);
  await page.evaluate(watch);
  await to(page, x + 5, y + height / 2, width - 10, SECONDS);
  const found = await page.evaluate(seen);
  await page.close();
  return found;
}

async function to(page, left, y, width, seconds) {
  await page.mouse.move(left, y);
  await page.mouse.down();
  const began = performance.now();
  for (let at = 0; at < 1; at = (performance.now() - began) / 1000 / seconds) {
    await page.mouse.move(left + width * Math.abs(Math.sin(at * 2 * seconds)), y);
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  await page.mouse.up();
}

function watch() {
  globalThis.frames = [];
  globalThis.tasks = [];
  const frame = (time) => {
    globalThis.frames.push(time);
    globalThis.next = requestAnimationFrame(frame);
  };
  globalThis.next = requestAnimationFrame(frame);
  new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries())).observe({ type: "longtask" });
}

function seen() {
  cancelAnimationFrame(globalThis.next);
  const { frames, tasks } = globalThis;
  const gaps = frames.slice(1).map((time, i) => time - frames[i]);
  return {
    perSecond: (1000 * gaps.length) / (frames.at(-1) - frames[0]),
    longestFrame: Math.max(...gaps),
    longestTask: Math.max(0, ...tasks.map(({ duration }) => duration)),
  };
}
