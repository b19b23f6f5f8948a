// The page: it quotes what is ordered, sends the quote along, and shows what becomes of it. It has no API key.
const $ = (id) => document.getElementById(id);
const cost = document.querySelector("drawdown-cost");
/** Where a job is kept until its end is known: a reload goes on with it. */
const PENDING = "drawdown-pending";
const PAUSE = 500;

const MOMENT = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

const NUMBER = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 12 });

/** What is priced at the moment. */
let priced;
/** How far this machine's clock is behind the server's, in ms: the quote's instant is compared with the latter. */
let behind = 0;

cost.addEventListener("drawdown-change", ({ detail }) => {
  priced = detail;
  allow();
});
$("operation").addEventListener("change", ({ target }) => Object.assign(cost, { operation: target.value, settings: {} }));
$("order").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("generate").ariaDisabled !== "true") void order();
});

// Another tab may be at it.
addEventListener("storage", allow);

const pending = () => JSON.parse(localStorage.getItem(PENDING) ?? "null");

/** Ordering is possible with a price, and with nothing under way. */
function allow() {
  const isPriced = priced?.estimate?.total !== undefined;
  $("generate").ariaDisabled = String(!isPriced || pending() !== null);
}

/** Makes a quote of what is shown. Its id belongs to this click: no other quote is the same. */
async function order() {
  const { balance, ...request } = priced.request;
  const at = new Date(Date.now() + behind).toISOString().replace(/\.\d+/, "");
  const id = crypto.randomUUID();
  const quote = cost.opened.catalog.quote({ ...request, at }, { id });
  const { total } = quote.estimate;
  $("steps").replaceChildren();
  if (total !== priced.estimate.total) return void step("Quote", `The price is ${total} credits now: order again if you agree.`, true);
  const job = { job: id, quote, wish: $("wish").value };
  localStorage.setItem(PENDING, JSON.stringify(job));
  await follow(job);
}

/** Sends a job, and shows what becomes of it. Sent again, after a reload too, it is the same job. */
async function follow(job) {
  allow();
  const { estimate, digest } = job.quote;
  step("Quote", `${credits(estimate.total)} for ${wanted(estimate)}, of ${$("balance").textContent}. Computed in this page: ${digest.slice(0, 19)}…`);
  let told = await until(() => askOfJob("/api/jobs", job));
  const { balance } = await refresh();
  if (told.held) step("Hold", `${credits(told.held)} held, ${balance} left: the service has computed the quote again, and found the same.`);
  if (!ENDS[told.state]) told = await until(() => askOfJob(`/api/jobs/${job.job}`), ({ state }) => ENDS[state]);
  ENDS[told.state](told, estimate);
  localStorage.removeItem(PENDING);
  const after = await refresh();
  step("Balance", `${credits(after.balance)}.`);
  allow();
}

/** How a job may end. */
const ENDS = {
  settled({ held, paid, made }, estimate) {
    step("Result", `Made: ${wanted({ ...estimate, settings: made })}.`);
    step("Settle", `${credits(paid)} paid${paid === held ? "" : `, the rest of the ${held} given back`}.`);
  },
  released({ why, held }) {
    step("Result", why, true);
    step("Release", `${credits(held)} given back: nothing is paid.`);
  },
  refused({ status, problem, why }) {
    step(`Refused (${status})`, why ?? explained(status, problem), true);
  },
  unpaid({ problem }) {
    step("Not paid", problem.detail, true);
  },
};

function explained(status, { code, detail, shortfall, quoted, current, ways = [] }) {
  const covering = ways.filter(({ covers }) => covers);
  const helps = covering.map(({ kind, name, at }) => (kind === "wait" ? `${name} (${MOMENT.format(new Date(at))})` : name));
  if (status === 402) return `${credits(shortfall)} are missing. What helps: ${helps.join(" or ") || "nothing"}.`;
  if (code === "price_moved") return `The price was ${quoted} and is ${current}: reload the page to order at the new one.`;
  return detail;
}

/** Asks until there is an answer that will do. */
async function until(question, isEnough = () => true) {
  for (;;) {
    const answer = await question().catch(() => undefined);
    $("waiting").hidden = answer !== undefined;
    if (answer !== undefined && isEnough(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** The back end's answer about a job: what it does not take is refused, and not asked again. */
function askOfJob(path, job) {
  return ask(path, job).catch((error) => {
    if (!(error.status < 500)) throw error;
    return { state: "refused", status: error.status, why: "The back end does not take this." };
  });
}

async function ask(path, body) {
  const sent = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, { ...sent, signal: AbortSignal.timeout(60_000) });
  behind = Date.parse(response.headers.get("date")) - Date.now() || 0;
  if (!response.ok) throw Object.assign(new Error(`${response.status}`), { status: response.status });
  return response.json();
}

/** Shows the account and its ledger. */
async function refresh() {
  const account = await until(() => ask("/api/account"));
  $("balance").textContent = account.balance;
  $("held").textContent = account.holds.map(({ amount }) => amount).join(" + ") || "0";
  $("plan").textContent = account.plan ?? "none";
  Object.assign(cost, { balance: account.balance, plan: account.plan ?? "" });
  const entries = await until(() => ask("/api/ledger"));
  $("ledger").replaceChildren(...entries.map(row));
  return account;
}

function row({ at, text, amount, kind }) {
  const line = document.createElement("tr");
  const time = Object.assign(document.createElement("time"), { dateTime: at, textContent: MOMENT.format(new Date(at)) });
  // An entry such as an invoice moves no credits.
  const cells = [time, text, amount === "0" ? "" : NUMBER.format(amount)];
  line.append(...cells.map((content) => {
    const cell = document.createElement("td");
    cell.append(content);
    return cell;
  }));
  line.dataset.kind = kind;
  line.lastChild.className = "number";
  return line;
}

function step(name, text, isBad = false) {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("strong"), { textContent: name }), text);
  item.classList.toggle("bad", isBad);
  $("steps").append(item);
}

const credits = (amount) => `${amount} ${String(amount) === "1" ? "credit" : "credits"}`;
const wanted = ({ operation, settings }) => [operation, ...Object.entries(settings).map(([name, value]) => `${name} ${value}`)].join(", ");

await refresh();
allow();
if (pending()) await follow(pending());
