// The state of the projection page in its address, without defaults.
import type { Term } from "drawdown";
import { DOINGS, PARTS, WHENS, partsOf, type Act, type Part } from "@elements/engine/actions";
import type { Opened } from "@elements/engine/opened";
import {
  NO_AUTO,
  PACES,
  RANGES,
  SHORTS,
  TERMS,
  terms,
  wantedOf,
  type Auto,
  type Level,
  type Member,
  type Plans,
  type Short,
  type Wanted,
} from "@elements/engine/scenario";
import {
  assumeIn,
  isDate,
  isZone,
  lotsIn,
  settingsIn,
  taker,
  text as written,
  unused,
  writeAssume,
  writeLots,
  writeSettings,
} from "./address";
import { text as words } from "../words";

const PLAIN = ["plan", "term", "start", "months", "zone", "since", "short", "ranges"] as const;
/** Keys of a demand line besides model, settings and frequency. */
const MORE = ["at", "member", "project", "growth", "fails", "from", "until"] as const;

/** The inputs of an address; unknown names become notices. */
export function read(address: URLSearchParams, opened: Opened, standard: Plans): { plans: Plans; notices: string[] } {
  const notices: string[] = [];
  const taken = taker(address, notices);
  const { info, document } = opened;
  const named = taken(
    "plan",
    (text) => text === "none" || info.plans.some(({ id }) => id === text),
    words().whyNoPlan(info.name),
  );
  const plan = named === "none" ? "" : (named ?? standard.plan);
  const sold = terms(document, plan);
  const term = taken(
    "term",
    (text) => TERMS.some(({ value }) => value === text) && (sold.length === 0 || sold.includes(text as Term)),
    words().whyTerm,
  );
  const { wanted, unread } = rowsIn(address, opened);
  notices.push(...unread);
  return {
    notices,
    plans: {
      plan,
      term: (term as Term | undefined) ?? sold[0] ?? "month",
      start: taken("start", isDate, words().whyDate) ?? standard.start,
      months:
        taken(
          "months",
          (text) => /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1200,
          words().whyUpTo(1200),
        ) ?? standard.months,
      since: taken("since", isDate, words().whyDate) ?? "",
      ranges:
        (taken("ranges", (text) => RANGES.some(({ value }) => value === text), words().whyRanges) as
          Plans["ranges"] | undefined) ?? standard.ranges,
      members: membersIn(address),
      debt: taken("debt", (text) => /^\d+(\.\d+)?$/.test(text), words().whyAmount) ?? "",
      alerts: alertsIn(address, notices),
      auto: autoIn(address, opened, notices),
      acts: actsIn(address, opened, notices),
      zone: taken("zone", isZone, words().whyZone) ?? standard.zone,
      short:
        (taken("short", (text) => SHORTS.some(({ value }) => value === text), words().whyShort) as Short | undefined)
        ?? standard.short,
      wanted: wanted.length > 0 ? wanted : standard.wanted,
      given: lotsIn(address, opened, notices),
      assume: assumeIn(address),
    },
  };
}

/** The shortest address of the inputs. */
export function write(
  platform: string,
  plans: Plans,
  opened: Opened,
  standard: Plans,
): string {
  const address = new URLSearchParams({ platform });
  for (const word of PLAIN) {
    const usual = word === "term" ? (terms(opened.document, plans.plan)[0] ?? "month") : standard[word];
    if (plans[word].trim() !== usual) address.set(word, plans[word].trim() || "none");
  }
  // Today's date is not a default, because it changes tomorrow.
  address.set("start", plans.start);
  const [only] = plans.wanted;
  const [usual] = standard.wanted;
  if (plans.wanted.length !== 1 || JSON.stringify(only) !== JSON.stringify(usual)) {
    plans.wanted.forEach((wanted, i) => writeRow(address, `d${i + 1}`, wanted, opened));
  }
  writeLots(address, plans.given);
  plans.members.forEach(({ id, cap }, i) => address.set(`m${i + 1}`, [id.trim(), cap.trim()].join(",")));
  if (plans.debt.trim()) address.set("debt", plans.debt.trim());
  plans.alerts.forEach(({ unit, amount }, i) =>
    address.set(`alert${i + 1}`, amount.trim() + (unit === "percent" ? "%" : "")),
  );
  if (plans.auto.top_up)
    for (const [part, text] of Object.entries(plans.auto))
      if (text.trim()) address.set(part === "top_up" ? "auto" : `auto.${part}`, text.trim());
  plans.acts.forEach((act, i) => {
    address.set(`a${i + 1}`, `${act.at},${act.do}`);
    for (const part of partsOf(act.do)) if (act[part].trim()) address.set(`a${i + 1}.${part}`, act[part].trim());
  });
  writeAssume(address, plans.assume);
  return written(address);
}

function writeRow(address: URLSearchParams, word: string, wanted: Wanted, { info }: Opened): void {
  address.set(word, wanted.operation);
  address.set(`${word}.runs`, `${wanted.runs.trim() || "0"}/${wanted.every}`);
  if (wanted.every === "on") address.set(`${word}.on`, wanted.on.join(","));
  else if (wanted.days !== "every") address.set(`${word}.days`, wanted.days);
  for (const part of MORE) if (wanted[part].trim()) address.set(`${word}.${part}`, wanted[part].trim());
  writeSettings(
    address,
    `${word}.s.`,
    wanted.settings,
    info.operations.find(({ id }) => id === wanted.operation),
  );
}

function rowsIn(address: URLSearchParams, { info, catalog }: Opened): { wanted: Wanted[]; unread: string[] } {
  const wanted: Wanted[] = [];
  const unread: string[] = [];
  for (let i = 1; address.has(`d${i}`); i += 1) {
    const word = `d${i}`;
    const id = address.get(word) ?? "";
    const operation = info.operations.find((operation) => operation.id === id);
    if (!operation) {
      unread.push(unused(word, id, words().whyNoOperation(info.name)));
      continue;
    }
    const [, runs = "1", every = "day"] =
      /^([\d.]+)\/(day|week|month|on)$/.exec(address.get(`${word}.runs`) ?? "") ?? [];
    const days = address.get(`${word}.days`) ?? "every";
    const settings = settingsIn(address, `${word}.s.`, operation);
    const fits = /^(every|weekdays|weekends|[12]?\d|3[01])$/.test(days);
    if (!fits) unread.push(unused(`${word}.days`, days, words().whyDays));
    const more: Partial<Wanted> = {};
    for (const part of MORE) {
      const text = address.get(`${word}.${part}`)?.trim() ?? "";
      if ((part === "from" || part === "until") && text && !isDate(text))
        unread.push(unused(`${word}.${part}`, text, words().whyDate));
      else if (part === "at" && text && !/^([01]\d|2[0-3]):[0-5]\d$/.test(text))
        unread.push(unused(`${word}.at`, text, words().whyTime));
      else more[part] = text;
    }
    const dates = (address.get(`${word}.on`) ?? "").split(",").filter(Boolean);
    const on = dates.filter(isDate);
    if (on.length < dates.length)
      unread.push(
        unused(`${word}.on`, dates.filter((date) => !isDate(date)).join(","), words().whyDates),
      );
    wanted.push({
      ...wantedOf(catalog, info),
      ...more,
      operation: id,
      settings,
      runs,
      on,
      every: PACES.find(({ value }) => value === every)?.value ?? "day",
      days: fits ? days : "every",
    });
  }
  return { wanted, unread };
}

function membersIn(address: URLSearchParams): Member[] {
  const members: Member[] = [];
  for (let i = 1; address.has(`m${i}`); i += 1) {
    const [id = "", cap = ""] = (address.get(`m${i}`) ?? "").split(",");
    members.push({ id, cap });
  }
  return members;
}

function alertsIn(address: URLSearchParams, notices: string[]): Level[] {
  const levels: Level[] = [];
  for (let i = 1; address.has(`alert${i}`); i += 1) {
    const text = address.get(`alert${i}`) ?? "";
    const [, amount, percent] = /^(\d*(?:\.\d+)?)(%?)$/.exec(text) ?? [];
    if (amount === undefined)
      notices.push(unused(`alert${i}`, text, words().whyAlert));
    else levels.push({ amount, unit: percent ? "percent" : "credits" });
  }
  return levels;
}

function autoIn(address: URLSearchParams, { document }: Opened, notices: string[]): Auto {
  const topUp = address.get("auto")?.trim() ?? "";
  if (!topUp) return NO_AUTO;
  if (!document.top_ups?.some(({ id }) => id === topUp)) {
    notices.push(unused("auto", topUp, words().whyNoTopUp));
    return NO_AUTO;
  }
  const text = (part: string) => address.get(`auto.${part}`)?.trim() ?? "";
  return {
    top_up: topUp,
    below: text("below"),
    count: text("count"),
    target: text("target"),
    limit: text("limit"),
    cooldown: text("cooldown"),
  };
}

function actsIn(address: URLSearchParams, { info, document }: Opened, notices: string[]): Act[] {
  const known: Partial<Record<Part, (text: string) => boolean>> = {
    plan: (text) => info.plans.some(({ id }) => id === text),
    term: (text) => TERMS.some(({ value }) => value === text),
    when: (text) => WHENS.some(({ value }) => value === text),
    top_up: (text) => document.top_ups?.some(({ id }) => id === text) ?? false,
    class: (text) => text in (document.classes ?? {}),
    expires: isDate,
  };
  const acts: Act[] = [];
  for (let i = 1; address.has(`a${i}`); i += 1) {
    const text = address.get(`a${i}`) ?? "";
    const [at = "", word = ""] = text.split(",");
    const doing = DOINGS.find(({ value }) => value === word);
    if (!doing || !isDate(at)) {
      notices.push(unused(`a${i}`, text, words().whyAct));
      continue;
    }
    const parts = PARTS.map((part) => {
      const text = partsOf(doing.value).includes(part) ? (address.get(`a${i}.${part}`)?.trim() ?? "") : "";
      if (!text || (known[part]?.(text) ?? true)) return [part, text];
      notices.push(unused(`a${i}.${part}`, text, words().whyNoThing(info.name)));
      return [part, ""];
    });
    acts.push({ ...(Object.fromEntries(parts) as Record<Part, string>), do: doing.value, at });
  }
  return acts;
}
