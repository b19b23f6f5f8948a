// The state of the projection page in its address: only what differs from what it starts with.
import type { Term } from "drawdown";
import { DOINGS, PARTS, WHENS, partsOf, type Act, type Part } from "../engine/actions";
import type { Opened } from "../engine/catalogs";
import { EVERY, NO_AUTO, RANGES, SHORTS, TERMS, terms, wantedOf, type Auto, type Every, type Given, type Member, type Plans, type Short, type Wanted } from "../engine/scenario";
import { rawOf, type Raw } from "../engine/selection";
import { unused } from "./address";

const PLAIN = ["plan", "term", "start", "months", "zone", "since", "short", "ranges"] as const;
/** Of a line of use, beside model, settings and how often. */
const MORE = ["member", "growth", "fails", "from", "until"] as const;
const ASSUME = "assume.";

/** What an address asks for; what the catalog does not have becomes a notice. */
export function read(address: URLSearchParams, opened: Opened, standard: Plans): { plans: Plans; notices: string[] } {
  const notices: string[] = [];
  const taken = (word: string, allowed: (text: string) => boolean, why: string): string | undefined => {
    const text = address.get(word)?.trim();
    if (!text || allowed(text)) return text;
    notices.push(unused(word, text, why));
    return undefined;
  };
  const { info, document } = opened;
  const named = taken("plan", (text) => text === "none" || info.plans.some(({ id }) => id === text), `${info.name} has no such plan`);
  const plan = named === "none" ? "" : (named ?? standard.plan);
  const sold = terms(document, plan);
  const term = taken("term", (text) => TERMS.some(({ value }) => value === text) && (sold.length === 0 || sold.includes(text as Term)), "the plan is not sold by it");
  const { wanted, unread } = rowsIn(address, opened);
  notices.push(...unread);
  return {
    notices,
    plans: {
      plan,
      term: (term as Term | undefined) ?? sold[0] ?? "month",
      start: taken("start", isDate, "expected a date such as 2026-11-01") ?? standard.start,
      months: taken("months", (text) => /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1200, "expected 1 to 1200") ?? standard.months,
      since: taken("since", isDate, "expected a date such as 2026-11-01") ?? "",
      ranges: (taken("ranges", (text) => RANGES.some(({ value }) => value === text), "expected high or low") as Plans["ranges"] | undefined) ?? standard.ranges,
      members: membersIn(address),
      auto: autoIn(address, opened, notices),
      acts: actsIn(address, opened, notices),
      zone: taken("zone", isZone, "no such time zone is known here") ?? standard.zone,
      short: (taken("short", (text) => SHORTS.some(({ value }) => value === text), "no such way") as Short | undefined) ?? standard.short,
      wanted: wanted.length > 0 ? wanted : standard.wanted,
      given: lotsIn(address, opened, notices),
      assume: Object.fromEntries([...address].filter(([key]) => key.startsWith(ASSUME)).map(([key, text]) => [key.slice(ASSUME.length), text])),
    },
  };
}

/** The address of what is set, shortest form. */
export function write(platform: string, plans: Plans, opened: Opened, standard: { platform: string; plans: Plans }): string {
  const address = new URLSearchParams();
  if (platform !== standard.platform) address.set("platform", platform);
  for (const word of PLAIN) {
    const usual = word === "term" ? terms(opened.document, plans.plan)[0] ?? "month" : standard.plans[word];
    if (plans[word].trim() !== usual) address.set(word, plans[word].trim() || "none");
  }
  // Today's date is not the same tomorrow.
  address.set("start", plans.start);
  const [only] = plans.wanted;
  const [usual] = standard.plans.wanted;
  if (plans.wanted.length !== 1 || JSON.stringify(only) !== JSON.stringify(usual)) {
    plans.wanted.forEach((wanted, i) => writeRow(address, `d${i + 1}`, wanted, opened));
  }
  plans.given.forEach(({ class: id, amount, expires }, i) => address.set(`lot${i + 1}`, [id, amount, expires].join(",")));
  plans.members.forEach(({ id, cap }, i) => address.set(`m${i + 1}`, [id.trim(), cap.trim()].join(",")));
  if (plans.auto.top_up) for (const [part, text] of Object.entries(plans.auto)) if (text.trim()) address.set(part === "top_up" ? "auto" : `auto.${part}`, text.trim());
  plans.acts.forEach((act, i) => {
    address.set(`a${i + 1}`, `${act.at},${act.do}`);
    for (const part of partsOf(act.do)) if (act[part].trim()) address.set(`a${i + 1}.${part}`, act[part].trim());
  });
  for (const [at, text] of Object.entries(plans.assume)) if (text.trim()) address.set(ASSUME + at, text.trim());
  return address.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/");
}

function writeRow(address: URLSearchParams, word: string, wanted: Wanted, { info }: Opened): void {
  address.set(word, wanted.operation);
  address.set(`${word}.runs`, `${wanted.runs.trim() || "0"}/${wanted.every}`);
  if (wanted.days !== "every") address.set(`${word}.days`, wanted.days);
  for (const part of MORE) if (wanted[part].trim()) address.set(`${word}.${part}`, wanted[part].trim());
  const operation = info.operations.find(({ id }) => id === wanted.operation);
  for (const setting of operation?.settings ?? []) {
    const raw = wanted.settings[setting.name];
    const usual = setting.default === undefined ? "" : rawOf(setting.default);
    if (raw !== undefined && raw !== "" && raw !== usual) {
      address.set(`${word}.s.${setting.name}`, typeof raw === "boolean" ? (raw ? "yes" : "no") : raw.trim());
    }
  }
}

function rowsIn(address: URLSearchParams, { info, catalog }: Opened): { wanted: Wanted[]; unread: string[] } {
  const wanted: Wanted[] = [];
  const unread: string[] = [];
  for (let i = 1; address.has(`d${i}`); i += 1) {
    const word = `d${i}`;
    const id = address.get(word) ?? "";
    const operation = info.operations.find((operation) => operation.id === id);
    if (!operation) {
      unread.push(unused(word, id, `${info.name} has no such operation`));
      continue;
    }
    const [, runs = "1", every = "day"] = /^([\d.]+)\/(day|week|month)$/.exec(address.get(`${word}.runs`) ?? "") ?? [];
    const days = address.get(`${word}.days`) ?? "every";
    const settings: Record<string, Raw> = {};
    for (const setting of operation.settings) {
      const text = address.get(`${word}.s.${setting.name}`);
      if (text === null) continue;
      settings[setting.name] = setting.kind === "flag" ? text === "yes" : text;
    }
    const fits = /^(every|weekdays|weekends|[12]?\d|3[01])$/.test(days);
    if (!fits) unread.push(unused(`${word}.days`, days, "expected every, weekdays, weekends, or 1 to 31"));
    const more: Partial<Wanted> = {};
    for (const part of MORE) {
      const text = address.get(`${word}.${part}`)?.trim() ?? "";
      if ((part === "from" || part === "until") && text && !isDate(text)) unread.push(unused(`${word}.${part}`, text, "expected a date such as 2026-11-01"));
      else more[part] = text;
    }
    wanted.push({ ...wantedOf(catalog, info), ...more, operation: id, settings, runs, every: EVERY.find((word) => word === every) as Every, days: fits ? days : "every" });
  }
  return { wanted, unread };
}

function lotsIn(address: URLSearchParams, { document }: Opened, notices: string[]): Given[] {
  const given: Given[] = [];
  for (let i = 1; address.has(`lot${i}`); i += 1) {
    const text = address.get(`lot${i}`) ?? "";
    const [id = "", amount = "", expires = ""] = text.split(",");
    if (document.classes && id in document.classes) given.push({ class: id, amount, expires });
    else notices.push(unused(`lot${i}`, text, "no such class of credits"));
  }
  return given;
}

function membersIn(address: URLSearchParams): Member[] {
  const members: Member[] = [];
  for (let i = 1; address.has(`m${i}`); i += 1) {
    const [id = "", cap = ""] = (address.get(`m${i}`) ?? "").split(",");
    members.push({ id, cap });
  }
  return members;
}

function autoIn(address: URLSearchParams, { document }: Opened, notices: string[]): Auto {
  const topUp = address.get("auto")?.trim() ?? "";
  if (!topUp) return NO_AUTO;
  if (!document.top_ups?.some(({ id }) => id === topUp)) {
    notices.push(unused("auto", topUp, "no such top-up is sold"));
    return NO_AUTO;
  }
  const text = (part: string) => address.get(`auto.${part}`)?.trim() ?? "";
  return { top_up: topUp, below: text("below"), count: text("count"), limit: text("limit") };
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
      notices.push(unused(`a${i}`, text, "expected a date and what is done then, such as 2026-11-01,cancel"));
      continue;
    }
    const parts = PARTS.map((part) => {
      const text = doing.parts.includes(part) ? (address.get(`a${i}.${part}`)?.trim() ?? "") : "";
      if (!text || (known[part]?.(text) ?? true)) return [part, text];
      notices.push(unused(`a${i}.${part}`, text, `${info.name} has no such thing`));
      return [part, ""];
    });
    acts.push({ ...(Object.fromEntries(parts) as Record<Part, string>), do: doing.value, at });
  }
  return acts;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
