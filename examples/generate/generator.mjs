// Stands in for the model that makes images and films: it takes a while, may fail, and may make less than was asked.
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/** What it can be told to do; real ones do as they like. */
export const WISHES = ["chance", "all", "less", "fail"];

/** The generator has made nothing. */
export class Failed extends Error {}

/**
 * Makes what the settings ask. Returns those of what it has really made. The same job gives the same again, as
 * generators do that you ask under an id of your own.
 */
export async function made(job, settings, wish, { seconds = 2 } = {}) {
  const luck = createHash("sha256").update(job).digest()[0] / 256;
  await sleep(1_000 * seconds);
  const turn = wish === "chance" ? (luck < 0.2 ? "fail" : luck < 0.6 ? "less" : "all") : wish;
  if (turn === "fail") throw new Failed("The generator has failed.");
  return turn === "less" ? shorter(settings) : settings;
}

/** A film that ends early; an image fewer, one at least. */
function shorter({ seconds, images, ...others }) {
  const film = seconds && { seconds: Math.ceil(0.7 * seconds) };
  return { ...others, ...film, ...(images && { images: Math.max(1, images - 1) }) };
}
