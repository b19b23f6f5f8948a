// What is to be corrected: the input by its name, and what is wrong with it.
import { html, type TemplateResult } from "lit";
import type { Catalog as Prices } from "drawdown/prices";
import type { Opened } from "../engine/opened";
import { assumption } from "../engine/unpublished";
import { placed } from "../format/projection";
import { sentence } from "../format/setting";
import { text } from "../localise";
import { worded } from "./words";

/** People see the name of an input, never a pointer. */
export function needed(path: string, message: string, opened: Opened<Prices> | undefined): TemplateResult {
  const at = path.startsWith(ASSUME) ? path.slice(ASSUME.length) : "";
  const name = at && opened ? assumption(opened, at) : placed(path);
  // The engine calls what is missing by the id of a grant.
  const said = at && /not published/.test(message) ? text().missingNumber : sentence(message);
  return html`${name ? html`<strong>${name}:</strong> ` : ""}${worded(said)}`;
}

const ASSUME = "/account/assume/";
