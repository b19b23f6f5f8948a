// The texts of the inputs that only the pages have, in English; in one table with those of the elements.
import type { Metering } from "drawdown";
import { extend } from "@elements/localise";

export const words = {
  /** The catalog. */
  platform: "Platform",
  yourFile: (name: string) => `${name} (your file)`,
  openOwnCatalog: "Open your own catalog file\u2026",
  fileUnusable: (file: string) => `${file} cannot be used`,
  checkerRemarks: "The checker remarks",

  /** What to generate. */
  whatToGenerate: "What to generate",
  tool: "Tool",
  otherTool: "Other",
  tierOf: (tier: string) => `${tier} tier`,

  /** Run and balance. */
  runAndBalance: "Run and balance",
  runCountInput: "Runs",
  runAt: "Run at",
  nowWhenEmpty: "now when empty, local time",
  zeroWhenEmpty: "0 when empty",
  balanceReadAt: "Balance read at",
  optionalLocalTime: "optional, local time",
  usedSoFar: (meter: string, per: Metering["per"]) =>
    `${meter} used ${{ day: "today", month: "this month", cycle: "this cycle" }[per]} so far`,
  howManyCanIMake: "How many can I make?",
  withThisMany: (units: string) => `With this many ${units}`,
  enterToSeeRuns: (units: string) => `Enter ${units} to see how many runs they pay for.`,

  /** The account. */
  account: "Account",
  plan: "Plan",
  rulesOfPlan: "The rules of this plan",
  ruleAssumed: (rule: string) => `${rule} (not published; assumed)`,
  notPublishedToAssume: "Not published: to assume",
  moreAboutAccount: "More about the account",
  planBeganNote: "When it was taken before the first day: cycles count from then.",
  rangesCount: "Costs that are a range count",
  setPlanBegan: "plan began earlier",
  setDebt: "debt",
  memberCount: (count: number) => (count === 1 ? "1 member" : `${count} members`),
  alertCount: (count: number) => (count === 1 ? "1 alert" : `${count} alerts`),
  members: "Members",
  membersHint: (units: string) =>
    `Several people may share the ${units}, each with a cap. A line of use can then be for one of them.`,
  memberRow: "member",
  addMember: "Add a member",
  memberName: "Name",
  mostInCycle: "At most a cycle",
  noCap: "no cap",
  alerts: "Alerts",
  alertsHint: "Alert levels, in addition to the platform\u2019s.",
  alertRow: "alert",
  addAlert: "Add an alert",
  alertWhen: "When",
  alertLevel: "Level",
  shareOfAllowance: "Share of the allowance used",
  fewerLeft: (units: string) => `Fewer ${units} left`,
  creditsAtStart: "Credits at the start",

  /** Use. */
  use: "Use",
  whenShort: "When credits are short",
  demandEach: "Each",
  demandOn: "On",
  daysEvery: "Every day",
  daysWeekdays: "Weekdays",
  daysWeekends: "Weekends",
  daysOfMonth: (count: string) => `${count} a month`,
  dates: "Dates",
  dateRow: (place: number) => `Date ${place}`,
  removedDate: (place: number) => `date ${place}`,
  addDate: "Add a date",
  moreAboutLine: "More about this line",
  memberOfLine: "For",
  anybody: "Anybody",
  project: "Project",
  timeOfDay: "Time of day",
  noonWhenEmpty: "Noon when empty.",
  monthlyGrowth: "Monthly growth",
  failures: "Failures",
  firstDate: "First date",
  costOfRun: (cost: string) => `${cost} a run`,

  /** Automatic top-ups. */
  autoTopUp: "Automatic top-up",
  autoOn: "on",
  autoOff: "off",
  autoWhich: "Top-up to buy automatically",
  autoNothing: "Nothing",
  autoBelow: "When below",
  autoCount: "How many",
  autoAsNeeded: "as many as needed",
  autoTarget: "Or fill up to",
  autoNotSet: "not set",
  autoCooldown: "Not again within",
  autoNoPause: "no pause",
  autoCooldownNote: "Such as 12 hours, 1 day or 2 weeks.",

  /** Changes on dates. */
  changesOnTheWay: "Changes on the way",
  changesHint: "Purchases, changes of the plan, credits that are given or taken back: each on its date.",
  changeRow: (place: number) => `Change ${place}`,
  removedChange: (place: number) => `change ${place}`,
  addChange: "Add a change",
  lineOf: (place: number, model: string) => `Line ${place}: ${model}`,
  changeWhat: "What",
  changeOn: "On",
  takesEffect: "Takes effect",
  byTheRules: "By the rules",
  termAsBefore: "As before",
  changeWhich: "Which",
  changeCount: "How many",
  kindOfCredits: "Kind of credits",
  lotName: "Name",
  lotNote: "For revoking them later",
  choose: "Choose",
  failedRunsOf: "Of",

  /** Random demand. */
  randomDemand: "With random demand",
  randomHint: (times: string) => `The same use on average, but varying from day to day: simulated ${times} times.`,
  daysDiffer: "How much days differ",
  daysDifferLittle: "A little",
  daysDifferMuch: "Quiet and busy days",
  simulating: "Simulating",
  computeAgain: "Compute again",
};

/** All texts: those of the elements too. */
export const text = extend(words);
