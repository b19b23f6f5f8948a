// The texts of the planner and its parts, in English.

type Every = "day" | "week" | "month";

export const plan = {
  /** The planner: what you make. */
  whatYouMake: "What you make",
  needRow: (place: number) => `Row ${place}`,
  addNeedRow: "Add a model",
  catalogUnusable: "The catalog cannot be used",
  needsTextOfCatalog:
    "The planner computes on another thread, so it needs the catalog\u2019s object, text or address: "
    + "it cannot use a handle that is already open.",

  /** A row of the need. */
  model: "Model",
  countedByThe: "Counted by the",
  everyDay: "Day",
  everyWeek: "Week",
  everyMonth: "Month",
  howManyA: (every: Every) => `How many a ${every}`,
  onHowManyDays: "On how many days of a month",
  allDays: "all",
  runsAMonthCost: (runs: string, cost: string) => `${runs} a month: ${cost}`,
  settings: "Settings",
  settingsSet: (count: number) => `${count} set`,
  settingsAsTheyStand: "as they stand",
  offeredFree: (name: string) => `${name} \u00b7 free`,
  offeredUnpriced: (name: string) => `${name} \u00b7 price not published`,
  offeredNotSold: (name: string) => `${name} \u00b7 not sold`,
  remove: "Remove",
  numbered: (name: string, place: number) => `${name} ${place}`,
  optional: "optional",

  /** Margin and time. */
  marginAndTime: "Margin and time",
  marginIn: "Margin in",
  percentOfNeed: "% of the need",
  marginAtLeast: "Margin on top, at least",
  marginAtMost: "At most",
  planMonths: "Months",
  planFrom: "From",
  planZone: "Time zone",
  busyMonths: "Busy and quiet months",
  busyMonthsSet: "set",
  busyMonthsHint: "2 is twice as much in that month, 0.5 half as much.",

  /** What an account already has. */
  currentPlan: "Current plan and credits",
  holdsNothing: "nothing",
  currentPlanHint: "Options then begin with this account; changing to another plan follows the platform\u2019s rules.",
  planHeld: "Plan held",
  noPlanHeld: "No plan",
  customPlan: (name: string) => `${name} (custom)`,
  heldPlanIsPaid: "Held plan is paid",
  planBeganOn: "It began on",
  planBeganHint: "Cycles and payments count from then.",
  assumesFullCredits:
    "Assumes the plan\u2019s full credits for the cycle that begins then. Add your credits here if they differ.",
  creditsYouHave: (units: string) => `${units} that you already have, and until when.`,
  creditsRow: "credits",
  addCredits: (units: string) => `Add ${units}`,
  creditsClass: "Class",
  creditsAmount: "Amount",
  creditsUntil: "Until",

  /** Unpublished numbers. */
  gapsHeading: "Not published: enter what you see",
  gapsHint: (platform: string) =>
    `${platform} does not publish these numbers. What you enter is yours, and is marked as such; `
    + "nothing is filled in for you.",
  gapYours: (numbers: string) => `yours: ${numbers}`,
  gapByAgreement: "by agreement",
  notPublished: "not published",
  gapEnter: "enter",
  eachCycle: (units: string) => `${units} each cycle`,
  termPrice: (term: string) => `${term} price`,
  priceOfOne: "Price of one",
  creditsInOne: (units: string) => `${units} in one`,

  /** Terms. */
  paidHow: "Paid",
  billedAnyWay: "Any way",
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
  withOnTop: (margin: string) => `With ${margin} on top`,
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
  whatIsNeeded: "What is needed",
  saidNoPlan: "No plan: an input needs a correction.",

  /** What fits. */
  whatFits: "What fits",
  needAndMargin: (need: string, most: string, margin: string) =>
    `For ${need} a month, ${most} with ${margin} on top`,
  nothingToCompare: "Nothing to compare",
  noOptions: "There are no options to compare",
  optionWith: (option: string, topUps: string) => `${option}, with ${topUps}`,
  leftOut: (names: string, count: number) =>
    count === 1
      ? `${names} is left out: its allowance is not published.`
      : `${names} are left out: their allowances are not published.`,
  coversWithoutPrice: (names: string, count: number) =>
    count === 1
      ? `${names} covers it too, but its price is not published.`
      : `${names} cover it too, but their prices are not published.`,
  bestFit: "Best fit",
  coversIt: "Covers it",
  smallestThatCovers: (option: string) => `${option}: the smallest that covers it`,
  priceNotPublished: "Its price is not published.",
  notKnownYet: "Not known yet",
  whatTheyGive: (names: string, count: number) =>
    count === 1 ? `What ${names} gives is not published` : `What ${names} give is not published`,
  enterWhatYouSee: "Enter what you see at the platform, and the plans are compared by your own numbers.",
  noMargin: "No margin",
  coversOnlyNeed: "Covers the need, but no option covers its margin.",
  noOption: "None",
  noOptionAllows: "No option allows the whole need",
  noOptionCovers: "No option covers it",
  noOptionFound: "No option was found to cover it",
  comesNearest: (option: string, covered: string, reason: string) =>
    `${option} comes nearest, with ${covered}: ${reason}.`,
  enterTheNumbers: "Enter the numbers",
  basedOnYours: (numbers: string, platform: string) =>
    `Based on ${numbers} that you entered, because ${platform} does not publish them.`,
  perMonth: "Per month",
  perYear: "Per year",
  onAverage: "on average",
  inMonths: (months: string) => `In ${months}`,
  withTheMargin: "With the margin",
  ifThatMuch: "if you make that much",
  topUps: "Top-ups",
  fewerMightDo: "fewer might do",
  fewerMightDoAtMost: (money: string) => `fewer might do: ${money} at most`,
  perRun: "Per run",
  priceOfUnit: (price: string, unit: string) => `${price} a ${unit}`,
  roomToGrow: "Room to grow",
  leftOfTopUps: "Left of top-ups",
  lostUnused: "Lost unused",
  worth: (money: string) => `worth ${money}`,

  /** The purchases. */
  topUpsFrom: (count: number, shown: string, date: string) =>
    count === 1 ? `1 top-up on ${date}` : `${shown} top-ups, the first on ${date}`,
  topUpsToBuy: "Top-ups to buy",
  topUpsByMonth: "Top-ups by month",
  whatToBuy: "What to buy",
  purchasePrice: "Price",
  onDays: (days: string) => `on ${days}`,

  /** The need, line by line. */
  whatYouNeed: "What you need",
  needByLine: "The need of a month, line by line",
  aMonth: "A month",
  needOfMonth: "Need of a month",

  /** All options. */
  allOptions: "All options",
  optionsInOrder: (order: string) => `Options, ${order}`,
  order: "Order",
  columnRank: "Rank",
  columnOption: "Option",
  columnNeed: "Need",
  columnMargin: "Margin",
  columnRoom: "Room",
  columnUnused: "Unused",
  coversThe: "Covers the",
  bestFitFirst: "best fit first",
  bestFitLast: "best fit last",
  byName: "by name",
  byNameBackwards: "by name, backwards",
  cheapestFirst: "cheapest first",
  dearestFirst: "most expensive first",
  mostNeedFirst: "most of the need covered first",
  leastNeedFirst: "least of the need covered first",
  marginFirst: "margin covered first",
  marginLast: "margin not covered first",
  mostRoomFirst: "most room to grow first",
  leastRoomFirst: "least room to grow first",
  leastUnusedFirst: "least unused first",
  mostUnusedFirst: "most unused first",
  best: "best",
  frontier: "frontier",
  allowanceNotPublished: "Its allowance is not published",
  enterIt: "Enter it",
  enterItFor: (option: string) => `for ${option}`,
  priceInAll: (price: string) => `${price} in all`,
  priceWithMargin: (price: string) => `${price} with the margin`,
  aYear: "a year",
  eachMonth: "a month",
  isCovered: "yes",
  isNotCovered: "no",
  showAll: (count: number) => `Show all ${count}`,
  optionsKey:
    "Room: how far the need may grow before a run is refused. "
    + "Frontier: no other option that covers it costs less and has more room.",
  longerTerms: "When paying for longer pays off",

  /** One option, day by day. */
  dayByDay: (option: string) => `${option}, day by day`,
  notRefusedUntil: (date: string) => `No run is refused until ${date}`,
  refusedFrom: (date: string) => `Runs are refused from ${date} on`,
  withMore: (refused: string, percent: string) => `${refused}, with ${percent} more than the need`,
  leftThen: (amount: string, isOne: boolean) => `${amount} ${isOne ? "is" : "are"} left then.`,
  leftThenOfTopUps: (amount: string, isOne: boolean) =>
    `${amount} ${isOne ? "is" : "are"} left then: top-ups are bought for the margin, too.`,
  ifYouMakeMore: "If you make more than that",
  howManyOfOneKind: "How many a month, if only one kind is made",
  runsAMonth: "Runs a month",
  runsOfMonth: (units: string) => `Generations that the ${units} of an average month are`,
  defaultSettings: "Default settings",
  yourSettings: "Your settings",

  /** Further questions. */
  lookFurther: "Look further",
  askBreakEven: "Which option costs least at which need",
  askSensitivity: "Does it stay the best if you make more or less?",
  askSavings: "Cheaper requests",
  askSeasonalPlan: "Another plan each month",
  breakEvenSpan: (percent: string, need: string) =>
    `Up to ${percent} of what you make, before the margin; you need ${need} a month.`,
  breakEvenTable: "Which option costs least, by need",
  cheapestByNeed: "The cheapest option by need",
  unitsAMonth: (units: string) => `${units} a month`,
  costsLeast: "Costs least",
  inAll: "In all",
  inAllOf: (currency: string) => `In all, ${currency}`,
  youAreHere: "you are here",
  sensitivityTable: "The best option if you make more or less",
  bestByNeed: "The best option by need",
  youMake: "You make",
  asSet: "as set",
  moreBy: (percent: string) => `${percent} more`,
  lessBy: (percent: string) => `${percent} less`,
  another: "another",
  noSavings: "No equivalent request costs less.",
  useIt: "Use it",
  useItFor: (saving: string) => `Use it: ${saving}`,
  notAllSearched: "Not all sequences of plans were searched.",
  changeTo: (action: string, plan: string) => `${action} to ${plan}`,
  noKnownPrice: "no option with a known price",

  /** How it is computed. */
  howComputed: "How it is computed",
  howSimulated: (start: string, months: string) =>
    `Each plan with each term, and no plan, are simulated day by day from ${start} for ${months}: `
    + "credits are issued, spent in the platform\u2019s order and expire by its rules.",
  howMargins:
    "That is done with the need, with the smaller margin and with the larger one. Where credits run short and top-ups "
    + "are sold, the cheapest purchases are looked for that keep anything from being refused with the smaller margin.",
  howRanked:
    "The best is the cheapest that covers the need and the smaller margin; of those that cost the same, the one that "
    + "leaves more room. An option is on the frontier when no other costs less and leaves more.",
  howRanges:
    "A line that has open settings is a range; its highest cost is what is counted. "
    + "Taxes and discounts are not counted.",

  /** The catalog. */
  catalogVersion: (name: string, version: string) => `${name} catalog, version ${version}`,
  noteCount: (count: number) => (count === 1 ? "1 note" : `${count} notes`),
  findings: (heading: string, count: number, isMild: boolean) =>
    `${heading}: ${count} ${isMild ? "remark" : "error"}${count === 1 ? "" : "s"}`,
  wholeFile: "the whole file",
};
