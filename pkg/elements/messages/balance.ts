// The texts of a projection: the balance of a scenario day by day, in English.

export const balance = {
  /** The run. */
  runPrevious: "The projection shown is for the previous inputs.",
  needsOneNumber: "One number is missing",
  saidNoProjection: "No projection: an input needs a correction.",
  saidOutlook: (title: string, rest: string) => `${title}. ${rest}`,

  /** Headings of the parts. */
  willHappen: "What will happen",
  balanceByClass: "Balance by class",
  shortOfCredits: "Short of credits",
  whoUsedIt: "Who used it, and for what",

  /** The outcome as a sentence. */
  outlookLasts: "Lasts",
  outlookRunsOut: "Runs out",
  outlookRefused: "Refused",
  outlookNoRuns: "No runs are requested",
  outlookOneRun: "The one requested run is made",
  outlookAllRuns: (runs: string) => `All ${runs} runs are made`,
  outlookWithPurchases: (sentence: string, shown: string, count: number, isMore: boolean) =>
    `${sentence}, with ${isMore ? "more than " : ""}${shown} ${count === 1 ? "purchase" : "purchases"}`,
  outlookNothing: "nothing",
  outlookAbout: (credits: string) => `about ${credits}`,
  outlookLeft: (credits: string, date: string) => `${credits} left on ${date}`,
  outlookLeftWithheld: (left: string, withheld: string) => `${left}, and ${withheld} withheld`,
  outlookApproximate: "The platform gives some of these costs as approximate.",
  outlookHighest: "Assumes the highest cost for settings without a value.",
  outlookRunsOutOn: (date: string) => `Runs out on ${date}`,
  outlookRefusedFrom: (date: string, model: string, reason: string) => `From ${date} on, ${model} ${reason}`,
  outlookSomeRun: "a run",
  outlookTooLittle: (model: string) => `Too little is left for ${model} then.`,
  outlookCannotBeMade: (refused: string, runs: string) => `${refused} of ${runs} cannot be made`,
  outlookMadeLater: "waiting runs are made later",
  outlookAndLeft: (refused: string, left: string) => `${refused}; ${left}.`,
  runCount: (count: number, shown: string) => (count === 1 ? "1 run" : `${shown} runs`),
  dateAndTime: (date: string, time: string) => `${date}, ${time}`,

  /** Why a run was refused; each continues the name of a model. */
  refusedNotEligible: "may not be paid with the credits that are left",
  refusedSubscriptionEnded: "needs the subscription that has ended",
  refusedUsedByMembers: "is refused because other members have used the credits",
  refusedMemberCap: "exceeds the cap of the member",
  refusedGate: "is not allowed with this plan",
  refusedNoPrice: "has no published price",
  refusedTooFew: "has too few credits",

  /** Figures. */
  figureMade: "Runs made",
  figureWanted: (runs: string) => `of ${runs} wanted`,
  figureFree: "Runs for free",
  figureAtStart: "At the start",
  figureIssued: "Issued",
  figureSpent: "Spent",
  figureLost: "Lost unused",
  figureWorth: (money: string) => `worth ${money}`,
  figureLeft: "Left at the end",
  figureWithheld: "Withheld",
  figureOwed: "Owed",
  figureBilled: "Billed",
  figureUnpriced: (count: number, shown: string) =>
    `and ${count === 1 ? "1 invoice" : `${shown} invoices`} without a published price`,

  /** The chart. */
  chartLabel: "Balance, day by day",
  chartUnmarked: "Only the first ten thousand purchases and shortfalls are marked.",
  chartNoChange: "No change",
  chartEnded: "ended",
  chartBought: "bought",
  chartShort: "short",
  chartRunsOut: "runs out",
  chartRefused: "refused",
  chartDay: (day: string, month: string) => `${day} ${month}`,
  movedIssued: (credits: string) => `${credits} issued`,
  movedSpent: (credits: string) => `${credits} spent`,
  movedLost: (credits: string) => `${credits} lost unused`,
  movedBought: "bought",
  movedShort: "short of credits",

  /** The table of the balance. */
  tableSummary: "The same as a table",
  tableByMonth: "Balance, month by month, as a table",
  tableByDay: "Balance, day by day, as a table",
  tableEndOfMonths: (units: string) => `${units} at the end of each month`,
  tableEndOfDays: (units: string) => `${units} at the end of each day`,
  tableMonth: "Month",
  tableDay: "Day",
  tableLeft: "Left",

  /** Shortfalls. */
  shortTimes: (count: string) => `${count} times`,
  shortFirst: (count: string) => `Only the first ${count} are shown.`,
  shortMore: (count: number) => `${count} more`,
  shortMoreOf: (count: number, all: string) => `${count} more, of ${all}`,
  shortSpan: (from: string, until: string) => `${from}, ${until}`,
  shortUntil: (date: string) => `until ${date}`,
  shortToTheEnd: "to the end",
  shortRuns: (runs: string, model: string) => `${runs} of ${model}`,
  shortRefused: "refused",
  shortWaited: "waited",
  shortMadeLater: (count: string) => `refused, ${count} of them made later`,
  shortFate: (runs: string, fate: string) => `${runs} ${fate}.`,
  shortFateMissing: (runs: string, fate: string, credits: string, isMany: boolean) =>
    `${runs} ${fate}, ${credits} short${isMany ? " in all" : ""}.`,
  shortWhy: (model: string, reason: string) => `${model} ${reason}.`,

  /** Ways out. */
  waysOut: "Ways out",
  waysOutOfAll: "Ways out of all of them",
  waysOutOfSeveral: "Ways out of several of them",
  wayHelps: (times: number, of: number) => `helps ${times} of ${of} times`,
  wayWait: (date: string) => `Wait until ${date}`,
  wayBuy: (name: string) => `Buy ${name}`,
  wayBuyMany: (count: string, name: string) => `Buy ${count} \u00d7 ${name}`,
  wayUpgrade: (plan: string) => `Upgrade to ${plan}`,
  wayFreeRuns: "Free runs",
  wayNotEnough: "not enough alone",
  wayNoPrice: "price not published",
  wayEachCycle: (credits: string) => `${credits} each cycle`,
  wayEachTerm: (money: string, term: "month" | "quarter" | "year") => `${money} a ${term}`,

  /** Use by project, member and model. */
  useLabel: "Runs and what they took",
  useCaption: (units: string) => `Runs and ${units}`,
  useColumn: "Use",
  useMade: "Made",
  useRefused: "Refused",
  useByProject: "By project",
  useByMember: "By member",
  useByModel: "By model",

  /** Names of the parts of a scenario, before an error; a number is the place in a list. */
  placeFrom: "From",
  placeMonths: "Months",
  placePlan: "Plan",
  placePaid: "Paid",
  placeZone: "Time zone",
  placeSince: "The plan began on",
  placeDebt: "Owed at the start",
  placeAlerts: (place?: number) => (place === undefined ? "Alerts" : `Alert ${place}`),
  placeAutoTopUp: "Automatic top-up",
  placeMembers: (place?: number) => (place === undefined ? "Members" : `Member ${place}`),
  placeCredits: (place?: number) => (place === undefined ? "Credits" : `Credits ${place}`),
  placeDemand: (place?: number) => (place === undefined ? "Use" : `Line ${place}`),
  placeActions: (place?: number) => (place === undefined ? "Changes" : `Change ${place}`),

  /** Choices of a scenario. */
  paceOnDates: "On dates",
  rangesHigh: "At its highest",
  rangesLow: "At its lowest",
  whenShortRefuse: "Do without",
  whenShortWait: "Wait",
  whenShortTopUp: "Buy a top-up",
  whenShortUpgrade: "Upgrade",

  /** Numbers that are not published, for inputs. */
  assumeAllowance: (plan: string) => `Allowance of ${plan}, each cycle`,
  assumePrice: (plan: string, term: "month" | "quarter" | "year") => `Price of ${plan}, each ${term}`,
  assumeTopUpPrice: (topUp: string) => `Price of one ${topUp}`,
  assumeTopUpSize: (topUp: string) => `Size of one ${topUp}`,
  assumeMoney: "money",
};
