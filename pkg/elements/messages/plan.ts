// The texts of the planner and its parts, in English.
import { inSentence } from "./words";

type Every = "day" | "week" | "month";

export const plan = {
  /** The planner: what you make. */
  whatYouMake: "What you make",
  needRow: (place: number) => `Model ${place}`,
  addNeedRow: "Add a model",
  catalogUnusable: "The catalog cannot be used",
  needsTextOfCatalog:
    "The planner computes on another thread, so it needs the catalog\u2019s object, text or address: "
    + "it cannot use a handle that is already open.",

  /** A row of the need. */
  model: "Model",
  countedByThe: "Per",
  everyDay: "Day",
  everyWeek: "Week",
  everyMonth: "Month",
  howManyA: (every: Every) => `How many a ${every}`,
  onHowManyDays: "On how many days a month",
  allDays: "all",
  runsAMonthCost: (runs: string, cost: string) => `${runs} a month: ${cost}`,
  settings: "Settings",
  settingsSet: (count: number) => `${count} set`,
  settingsAsTheyStand: "defaults",
  offeredFree: (name: string) => `${name} \u00b7 free`,
  offeredUnpriced: (name: string) => `${name} \u00b7 price not published`,
  offeredNotSold: (name: string) => `${name} \u00b7 not for sale`,
  remove: "Remove",
  numbered: (name: string, place: number) => `${name} ${place}`,
  optional: "optional",

  /** Margin and time. */
  marginAndTime: "Safety margin and time",
  marginIn: "Safety margin as",
  percentOfNeed: "% of what you make",
  marginAtLeast: "Safety margin from",
  marginAtMost: "Safety margin to",
  planMonths: "Months",
  planFrom: "Start date",
  planZone: "Time zone",
  busyMonths: "Busy and quiet months",
  busyMonthsSet: "changed",
  busyMonthsHint: "Enter 2 for a month in which you make twice as much, 0.5 for half as much.",

  /** What an account already has. */
  currentPlan: "Current plan and credits",
  holdsNothing: "none",
  currentPlanHint: "If you already have a plan or credits, the comparison starts from there and follows the platform\u2019s rules for changing plans.",
  planHeld: "Your plan",
  noPlanHeld: "No plan",
  customPlan: (name: string) => `${name} (custom)`,
  heldPlanIsPaid: "How you pay for it",
  planBeganOn: "Started on",
  planBeganHint: "Billing cycles are counted from this date.",
  assumesFullCredits:
    "You start with the plan\u2019s full credits. If you have a different amount, add it here.",
  creditsYouHave: (units: string) => `${units} you already have, and when they expire.`,
  creditsRow: "credits",
  addCredits: (units: string) => `Add ${units}`,
  creditsClass: "Kind",
  creditsAmount: "Amount",
  creditsUntil: "Expire on",

  /** Unpublished numbers. */
  gapsHeading: "Enter your own prices",
  gapsHint: (platform: string) =>
    `${platform} does not publish these numbers. If you know them, enter them; they are marked as yours.`,
  gapYours: (numbers: string) => `yours: ${numbers}`,
  gapByAgreement: "on request",
  notPublished: "not published",
  gapEnter: "your number",
  eachCycle: (units: string) => `${units} each cycle`,
  termPrice: (term: string) => `${term} price`,
  priceOfOne: "Price of one top-up",
  creditsInOne: (units: string) => `${units} in one top-up`,

  /** Terms. */
  paidHow: "Billing",
  billedAnyWay: "Any",
  billedMonthly: "Monthly",
  billedQuarterly: "Quarterly",
  billedYearly: "Yearly",
  paidMonthly: "paid monthly",
  paidQuarterly: "paid quarterly",
  paidYearly: "paid yearly",

  /** Amounts. */
  percent: (amount: string) => `${amount}\u00a0%`,
  andMore: (least: string) => `${least}\u00a0+`,
  noLimit: "no limit",
  topUpCount: (count: number, shown: string) => (count === 1 ? "1 top-up" : `${shown} top-ups`),
  monthCount: (count: number, shown: string) => (count === 1 ? "1 month" : `${shown} months`),
  numberCount: (count: number, shown: string) => (count === 1 ? "1 number" : `${shown} numbers`),
  withOnTop: (margin: string) => `With a safety margin of ${margin}`,
  rangeOf: (low: string, high: string) => `${low} to ${high}`,

  /** The work. */
  computing: "Computing",
  computingNow: "Computing\u2026",
  stop: "Stop",
  stopped: "Stopped",
  compute: "Compute",
  answerIsPrevious: "The answer shown is for the previous inputs.",
  show: "Show",
  optionAMonth: (option: string, price: string) => `${option}, ${price} a month`,
  whatIsNeeded: "What to correct",
  saidNoPlan: "No result: an input needs a correction.",

  /** What fits. */
  whatFits: "Which plan fits you?",
  needAndMargin: (need: string, most: string, margin: string) =>
    `You need ${need} a month, ${most} with a safety margin of ${margin}`,
  nothingToCompare: "Nothing to compare",
  noOptions: "There are no plans to compare",
  optionWith: (option: string, topUps: string) => `${option}, with ${topUps}`,
  leftOut: (names: string, count: number) =>
    count === 1
      ? `${names} is not compared, because the credits it includes are not published.`
      : `${names} are not compared, because the credits they include are not published.`,
  coversWithoutPrice: (names: string, count: number) =>
    count === 1
      ? `${names} covers it too, but its price is not published.`
      : `${names} cover it too, but their prices are not published.`,
  bestFit: "Best fit",
  coversIt: "Price unknown",
  smallestThatCovers: (option: string) => `${inSentence(option)} is enough`,
  priceNotPublished: "It is the smallest plan that covers what you make, but its price is not published.",
  notKnownYet: "Not known yet",
  whatTheyGive: (names: string, _count: number) =>
    `The credits of ${names} are not published`,
  enterWhatYouSee: "If you can see them on the platform, enter them beside the plan, and it is compared too.",
  noMargin: "No safety margin",
  coversOnlyNeed: "It covers what you make, but no plan covers the safety margin.",
  noOption: "None",
  noOptionAllows: "No plan allows all that you make",
  noOptionCovers: "No plan covers what you make",
  noOptionFound: "No plan was found that covers what you make",
  comesNearest: (option: string, covered: string, reason: string) =>
    `${inSentence(option)} comes closest and covers ${covered}: ${reason}.`,
  enterTheNumbers: "Enter your own price",
  enterTheCredits: "Enter the credits yourself",
  basedOnYours: (numbers: string, platform: string) =>
    `Based on ${numbers} you entered, because ${platform} does not publish them.`,
  perMonth: "Price a month",
  perYear: "Price a year",
  forWhatYouMake: "For what you make",
  marginNotCovered: "not covered",
  priceOver: (price: string, months: string) => `${price} over ${months}`,
  includingTopUps: (topUps: string) => `including ${topUps}`,
  cheaperWithoutMargin: (option: string, price: string) =>
    `${inSentence(option)} covers what you make for ${price} a month, but not the safety margin.`,
  topUps: "Top-ups",
  fewerMightDo: "fewer might do",
  fewerMightDoAtMost: (money: string) => `fewer might do: ${money} at most`,
  perRun: "Per run",
  priceOfUnit: (price: string, unit: string) => `${price} a ${unit}`,
  roomToGrow: "Room to grow",
  leftOfTopUps: "Top-up credits left",
  lostUnused: "Expired unused",
  worth: (money: string) => `worth ${money}`,

  /** The purchases. */
  topUpsFrom: (count: number, shown: string, date: string) =>
    count === 1 ? `1 top-up on ${date}` : `${shown} top-ups, the first on ${date}`,
  topUpsToBuy: "Top-ups to buy",
  topUpsByMonth: "Top-ups, month by month",
  whatToBuy: "What to buy",
  purchasePrice: "Price",
  onDays: (days: string) => `on ${days}`,

  /** The need, line by line. */
  whatYouNeed: "What you need",
  needByLine: "What you need a month, model by model",
  aMonth: "A month",
  needOfMonth: "Total a month",

  /** All options. */
  allOptions: "Compare plans",
  optionsInOrder: (order: string) => `Plans, ${order}`,
  order: "Sort by",
  columnOption: "Plan",
  columnWithMargin: "With margin",
  columnCovers: "Covers it?",
  columnUnused: "Unused",
  bestFitFirst: "best fit first",
  byName: "by name",
  byNameBackwards: "by name, in reverse",
  cheapestFirst: "cheapest first",
  dearestFirst: "most expensive first",
  mostNeedFirst: "most of the need covered first",
  leastNeedFirst: "least of the need covered first",
  cheapestWithMarginFirst: "cheapest with the safety margin first",
  dearestWithMarginFirst: "most expensive with the safety margin first",
  leastUnusedFirst: "least unused first",
  mostUnusedFirst: "most unused first",
  best: "best",
  allowanceNotPublished: "Its credits are not published",
  enterIt: "Enter your own",
  enterItFor: (option: string) => `for ${option}`,
  priceMissing: "Its price is not published",
  topUpLacks: (name: string) => `Top-up \u201c${name}\u201d: its price or its credits are not published`,
  useNumber: "Use it",
  numberExpected: "Enter a number, such as 9.99",
  roomIs: (percent: string) => `Room to grow: ${percent}.`,
  aYear: "a year",
  eachMonth: "a month",
  isCovered: "Yes",
  needOnly: "Not the margin",
  showAll: (count: number) => `Show all ${count}`,
  optionsKey: "Choose a plan to see why it is in this place, and its balance day by day.",
  longerTerms: "When yearly billing pays off",

  /** One option, day by day. */
  dayByDay: (option: string) => `${option}, day by day`,
  notRefusedUntil: (date: string) => `Your credits last until ${date}`,
  refusedFrom: (date: string) => `Your credits run out on ${date}`,
  withMore: (refused: string, percent: string) => `${refused} if you make ${percent} more`,
  leftThen: (amount: string, isOne: boolean) => `${amount} ${isOne ? "is" : "are"} left then.`,
  ifYouMakeMore: "If you make more than planned",
  howManyOfOneKind: "How many a month, if you use only one model",
  runsAMonth: "Runs a month",
  runsOfMonth: (units: string) => `How many runs the ${units} of an average month pay for`,
  defaultSettings: "Default settings",
  yourSettings: "Your settings",

  /** Further questions. */
  lookFurther: "More questions",
  askBreakEven: "Cheapest plan by volume",
  askSensitivity: "Does the answer change if you make more or less?",
  askSavings: "Cheaper models and settings",
  askSeasonalPlan: "Would changing plans from month to month cost less?",
  breakEvenSpan: (percent: string, need: string) =>
    `From nothing to ${percent} of what you make now, which is ${need} a month. The safety margin is added to each.`,
  breakEvenTable: "Cheapest plan by volume",
  cheapestByNeed: "The cheapest plan for each volume",
  unitsAMonth: (units: string) => `${units} a month`,
  costsLeast: "Cheapest plan",
  inAll: "Total",
  inAllOf: (currency: string) => `Total, ${currency}`,
  youAreHere: "you are here",
  volumeChart: "Cost against volume",
  volumeTable: "Cost of each plan against volume",
  volumeIs: (need: string) => `${need} a month`,
  volumeShare: (percent: string) => `${percent} of what you make now`,
  cheapestIs: (option: string, price: string) => `cheapest: ${option}, ${price}`,
  cheapest: "cheapest",
  notEnough: "not enough",
  volumesKey: (count: string) =>
    `Worked out at ${count} volumes; between two of them, a line shows the cost at the smaller one.`,
  sensitivityTable: "The best plan if you make more or less",
  bestByNeed: "The best plan for each volume",
  youMake: "You make",
  asSet: "as planned",
  moreBy: (percent: string) => `${percent} more`,
  lessBy: (percent: string) => `${percent} less`,
  another: "different plan",
  noSavings: "No cheaper setting found.",
  useIt: "Use it",
  useItFor: (saving: string) => `Use it: ${saving}`,
  notAllSearched: "Not every order of plans was tried.",
  changeTo: (action: string, plan: string) => `${action} to ${plan}`,
  noKnownPrice: "no plan with a known price",

  /** How it is computed. */
  howComputed: "How it is computed",
  howSimulated: (start: string, months: string) =>
    `Every plan, with monthly and with yearly billing, is simulated day by day from ${start} for ${months}, and so is `
    + "having no plan. Credits arrive, are spent and expire by the platform\u2019s rules.",
  howMargins:
    "This is done for what you make, and with the smaller and the larger safety margin. Where credits run out and the "
    + "platform sells top-ups, the cheapest set of top-ups that covers everything is added.",
  howRanked:
    "The best plan is the cheapest for what you make, among those that also cover the smaller safety margin. If two cost "
    + "the same, the one with more room to grow comes first.",
  howRanges:
    "If a setting is left open, its highest cost counts. Taxes and discounts are not included.",

  /** The catalog. */
  catalogVersion: (name: string, version: string) => `${name} catalog, version ${version}`,
  noteCount: (count: number) => (count === 1 ? "1 note" : `${count} notes`),
  findings: (heading: string, count: number, isMild: boolean) =>
    `${heading}: ${count} ${isMild ? "remark" : "error"}${count === 1 ? "" : "s"}`,
  wholeFile: "the whole file",
  numberInList: (place: number) => `no. ${place}`,
};
