// The texts of the planner and its parts, in German.
import type { plan as english } from "../messages/plan";
import { capital, inSentence } from "./words";

const EVERY = { day: "Tag", week: "Woche", month: "Monat" };

export const plan: typeof english = {
  /** The planner: what you make. */
  whatYouMake: "Was Sie erstellen",
  needRow: (place) => `Modell ${place}`,
  addNeedRow: "Modell hinzufügen",
  catalogUnusable: "Der Katalog ist nicht verwendbar",
  needsTextOfCatalog:
    "Der Planer rechnet in einem eigenen Thread. Dafür braucht er den Katalog als Objekt, Text oder Adresse: Ein bereits "
    + "geöffnetes Handle kann er nicht verwenden.",

  /** A row of the need. */
  model: "Modell",
  countedByThe: "Pro",
  everyDay: "Tag",
  everyWeek: "Woche",
  everyMonth: "Monat",
  howManyA: (every) => `Wie viele pro ${EVERY[every]}`,
  onHowManyDays: "An wie vielen Tagen im Monat",
  allDays: "alle",
  runsAMonthCost: (runs, cost) => `${runs} pro Monat: ${cost}`,
  settings: "Einstellungen",
  settingsSet: (count) => `${count} festgelegt`,
  settingsAsTheyStand: "Standard",
  offeredFree: (name) => `${name} \u00b7 kostenlos`,
  offeredUnpriced: (name) => `${name} \u00b7 Preis nicht veröffentlicht`,
  offeredNotSold: (name) => `${name} \u00b7 nicht erhältlich`,
  remove: "Entfernen",
  numbered: (name, place) => `${name} ${place}`,
  optional: "optional",

  /** Margin and time. */
  marginAndTime: "Sicherheitsreserve und Zeitraum",
  marginIn: "Sicherheitsreserve in",
  percentOfNeed: "% des Bedarfs",
  marginAtLeast: "Sicherheitsreserve von",
  marginAtMost: "Sicherheitsreserve bis",
  planMonths: "Monate",
  planFrom: "Startdatum",
  planZone: "Zeitzone",
  busyMonths: "Starke und schwache Monate",
  busyMonthsSet: "geändert",
  busyMonthsHint: "2 steht für einen Monat, in dem Sie doppelt so viel erstellen, 0,5 für halb so viel.",

  /** What an account already has. */
  currentPlan: "Aktueller Tarif und Credits",
  holdsNothing: "keine",
  currentPlanHint:
    "Wenn Sie schon einen Tarif oder Credits haben, beginnt der Vergleich damit. Für Tarifwechsel gelten die Regeln der "
    + "Plattform.",
  planHeld: "Ihr Tarif",
  noPlanHeld: "Kein Tarif",
  customPlan: (name) => `${name} (individuell)`,
  heldPlanIsPaid: "Abrechnung",
  planBeganOn: "Beginn",
  planBeganHint: "Ab diesem Datum zählen die Abrechnungszeiträume.",
  assumesFullCredits:
    "Gerechnet wird mit den vollen Credits des Tarifs. Wenn Sie mehr oder weniger haben, fügen Sie Ihren Stand hier hinzu.",
  creditsYouHave: (units) => `${units}, die Sie schon haben, und wann sie verfallen.`,
  creditsRow: "Credits",
  addCredits: (units) => `${capital(units)} hinzufügen`,
  creditsClass: "Art",
  creditsAmount: "Menge",
  creditsUntil: "Verfallen am",

  /** Unpublished numbers. */
  gapsHeading: "Eigene Preise eingeben",
  gapsHint: (platform) =>
    `${platform} veröffentlicht diese Zahlen nicht. Kennen Sie eine, geben Sie sie hier ein; sie wird als Ihre Angabe `
    + "markiert.",
  gapYours: (numbers) => `Ihre Angabe: ${numbers}`,
  gapByAgreement: "auf Anfrage",
  notPublished: "nicht veröffentlicht",
  gapEnter: "Ihre Zahl",
  eachCycle: (units) => `${capital(units)} pro Abrechnungs\u00adzeitraum`,
  // `term` is one of the words for billing below: "Monatlicher Preis".
  termPrice: (term) => `${term}er Preis`,
  priceOfOne: "Preis pro Aufladung",
  creditsInOne: (units) => `${capital(units)} pro Aufladung`,

  /** Terms. */
  paidHow: "Abrechnung",
  billedAnyWay: "Alle",
  billedMonthly: "Monatlich",
  billedQuarterly: "Vierteljährlich",
  billedYearly: "Jährlich",
  paidMonthly: "monatlich bezahlt",
  paidQuarterly: "vierteljährlich bezahlt",
  paidYearly: "jährlich bezahlt",

  /** Amounts. */
  percent: (amount) => `${amount}\u00a0%`,
  andMore: (least) => `ab ${least}`,
  noLimit: "unbegrenzt",
  topUpCount: (count, shown) => (count === 1 ? "1 Aufladung" : `${shown} Aufladungen`),
  monthCount: (count, shown) => (count === 1 ? "1 Monat" : `${shown} Monate`),
  numberCount: (count, shown) => (count === 1 ? "1 Zahl" : `${shown} Zahlen`),
  withOnTop: (margin) => `Mit ${margin} Sicherheits\u00adreserve`,
  rangeOf: (low, high) => `${low} bis ${high}`,

  /** The work. */
  computing: "Berechnung läuft",
  computingNow: "Wird berechnet\u00a0\u2026",
  stop: "Anhalten",
  stopped: "Angehalten",
  compute: "Berechnen",
  answerIsPrevious: "Das Ergebnis gehört noch zu den vorherigen Eingaben.",
  show: "Anzeigen",
  optionAMonth: (option, price) => `${option}, ${price} pro Monat`,
  whatIsNeeded: "Was zu korrigieren ist",
  saidNoPlan: "Kein Ergebnis: Eine Eingabe muss korrigiert werden.",

  /** What fits. */
  whatFits: "Welcher Tarif passt?",
  needAndMargin: (need, most, margin) => `Sie brauchen ${need} pro Monat, mit ${margin} Sicherheitsreserve ${most}`,
  nothingToCompare: "Nichts zu vergleichen",
  noOptions: "Es gibt keine Tarife zum Vergleichen",
  optionWith: (option, topUps) => `${option}, mit ${topUps}`,
  leftOut: (names, count) =>
    `${names} ${count === 1 ? "fehlt" : "fehlen"} im Vergleich, weil die enthaltenen Credits nicht veröffentlicht sind.`,
  coversWithoutPrice: (names, count) =>
    count === 1
      ? `${names} reicht auch, aber der Preis ist nicht veröffentlicht.`
      : `${names} reichen auch, aber die Preise sind nicht veröffentlicht.`,
  bestFit: "Beste Wahl",
  coversIt: "Preis unbekannt",
  smallestThatCovers: (option) => `${inSentence(option)} reicht`,
  priceNotPublished: "Das ist der kleinste Tarif, der Ihren Bedarf deckt, aber sein Preis ist nicht veröffentlicht.",
  notKnownYet: "Noch unklar",
  whatTheyGive: (names) => `Die Credits von ${names} sind nicht veröffentlicht`,
  enterWhatYouSee: "Wenn Sie sie auf der Plattform sehen, geben Sie sie beim Tarif ein. Dann wird er mitverglichen.",
  noMargin: "Ohne Reserve",
  coversOnlyNeed: "Das deckt Ihren Bedarf, aber kein Tarif deckt auch die Sicherheitsreserve.",
  noOption: "Keiner",
  noOptionAllows: "Kein Tarif erlaubt alles, was Sie erstellen",
  noOptionCovers: "Kein Tarif deckt Ihren Bedarf",
  noOptionFound: "Kein Tarif gefunden, der Ihren Bedarf deckt",
  comesNearest: (option, covered, reason) =>
    `${inSentence(option)} kommt am nächsten und deckt ${covered} Ihres Bedarfs: ${reason}.`,
  enterTheNumbers: "Preis selbst eingeben",
  enterTheCredits: "Credits selbst eingeben",
  basedOnYours: (numbers, platform) =>
    `Berechnet mit ${numbers} von Ihnen, weil ${platform} sie nicht veröffentlicht.`,
  perMonth: "Preis pro Monat",
  perYear: "Preis pro Jahr",
  forWhatYouMake: "Für Ihren Bedarf",
  marginNotCovered: "nicht gedeckt",
  priceOver: (price, months) => `${price} für ${months}`,
  includingTopUps: (topUps) => `mit ${topUps}`,
  cheaperWithoutMargin: (option, price) =>
    `${inSentence(option)} deckt Ihren Bedarf für ${price} pro Monat, aber nicht die Sicherheitsreserve.`,
  topUps: "Aufladungen",
  fewerMightDo: "vielleicht reichen weniger",
  fewerMightDoAtMost: (money) => `vielleicht reichen weniger: höchstens ${money} Ersparnis`,
  perRun: "Pro Lauf",
  priceOfUnit: (price, unit) => `${price} pro ${capital(unit)}`,
  roomToGrow: "Spielraum",
  leftOfTopUps: "Aus Aufladungen übrig",
  lostUnused: "Ungenutzt verfallen",
  worth: (money) => `im Wert von ${money}`,

  /** The purchases. */
  topUpsFrom: (count, shown, date) =>
    count === 1 ? `1 Aufladung am ${date}` : `${shown} Aufladungen, die erste am ${date}`,
  topUpsToBuy: "Nötige Aufladungen",
  topUpsByMonth: "Aufladungen, Monat für Monat",
  whatToBuy: "Aufladung",
  purchasePrice: "Preis",
  // `3, 17` is `am 3., 17.`
  onDays: (days) => `am ${days.replace(/\d+/g, "$&.")}`,

  /** The need, line by line. */
  whatYouNeed: "Ihr Bedarf",
  needByLine: "Ihr Bedarf pro Monat, Modell für Modell",
  aMonth: "Pro Monat",
  needOfMonth: "Summe pro Monat",

  /** All options. */
  allOptions: "Tarife vergleichen",
  optionsInOrder: (order) => `Tarife, ${order}`,
  order: "Sortieren nach",
  columnOption: "Tarif",
  columnWithMargin: "Mit Reserve",
  columnCovers: "Reicht?",
  columnUnused: "Ungenutzt",
  bestFitFirst: "beste Wahl zuerst",
  byName: "nach Namen",
  byNameBackwards: "nach Namen, umgekehrt",
  cheapestFirst: "günstigster zuerst",
  dearestFirst: "teuerster zuerst",
  mostNeedFirst: "höchste Deckung zuerst",
  leastNeedFirst: "niedrigste Deckung zuerst",
  cheapestWithMarginFirst: "mit Sicherheitsreserve günstigster zuerst",
  dearestWithMarginFirst: "mit Sicherheitsreserve teuerster zuerst",
  leastUnusedFirst: "am wenigsten ungenutzt zuerst",
  mostUnusedFirst: "am meisten ungenutzt zuerst",
  best: "beste Wahl",
  allowanceNotPublished: "Credits nicht veröffentlicht",
  enterIt: "Selbst eingeben",
  enterItFor: (option) => `für ${option}`,
  priceMissing: "Preis nicht veröffentlicht",
  topUpLacks: (name) => `Aufladung \u201e${name}\u201c: Preis oder Credits nicht veröffentlicht`,
  useNumber: "Übernehmen",
  numberExpected: "Bitte eine Zahl eingeben, zum Beispiel 9,99",
  roomIs: (percent) => `Spielraum: ${percent}.`,
  aYear: "pro Jahr",
  eachMonth: "pro Monat",
  isCovered: "Ja",
  needOnly: "Ohne Reserve",
  showAll: (count) => `Alle ${count} anzeigen`,
  optionsKey:
    "Wählen Sie einen Tarif, um zu sehen, warum er an dieser Stelle steht und wie sich sein Guthaben Tag für Tag "
    + "entwickelt.",
  longerTerms: "Wann sich jährliche Zahlung lohnt",

  /** One option, day by day. */
  dayByDay: (option) => `${option}, Tag für Tag`,
  notRefusedUntil: (date) => `Ihr Guthaben reicht bis ${date}`,
  refusedFrom: (date) => `Ihr Guthaben ist am ${date} aufgebraucht`,
  withMore: (refused, percent) => `${refused}, wenn Sie ${percent} mehr erstellen`,
  leftThen: (amount, isOne) => `Dann ${isOne ? "ist" : "sind"} noch ${amount} übrig.`,
  ifYouMakeMore: "Wenn Sie mehr erstellen als geplant",
  howManyOfOneKind: "Wie viele pro Monat mit nur einem Modell",
  runsAMonth: "Läufe pro Monat",
  runsOfMonth: (units) => `Für wie viele Läufe die ${capital(units)} eines durchschnittlichen Monats reichen`,
  defaultSettings: "Standard",
  yourSettings: "Ihre Einstellungen",

  /** Further questions. */
  lookFurther: "Weitere Fragen",
  askBreakEven: "Günstigster Tarif je nach Menge",
  askSensitivity: "Ändert sich das Ergebnis, wenn Sie mehr oder weniger erstellen?",
  askSavings: "Günstigere Modelle und Einstellungen",
  askSeasonalPlan: "Wäre es günstiger, den Tarif von Monat zu Monat zu wechseln?",
  breakEvenSpan: (percent, need) =>
    `Von null bis ${percent} Ihres jetzigen Bedarfs von ${need} pro Monat. Die Sicherheitsreserve kommt jeweils hinzu.`,
  breakEvenTable: "Günstigster Tarif je nach Menge",
  cheapestByNeed: "Der günstigste Tarif für jede Menge",
  unitsAMonth: (units) => `${units} pro Monat`,
  costsLeast: "Günstigster Tarif",
  inAll: "Gesamt",
  inAllOf: (currency) => `Gesamt in ${currency}`,
  youAreHere: "Ihr Bedarf",
  volumeChart: "Kosten nach Menge",
  volumeTable: "Kosten jedes Tarifs nach Menge",
  volumeIs: (need) => `${need} pro Monat`,
  volumeShare: (percent) => `${percent} Ihres jetzigen Bedarfs`,
  cheapestIs: (option, price) => `am günstigsten: ${option}, ${price}`,
  cheapest: "am günstigsten",
  notEnough: "reicht nicht",
  volumesKey: (count) =>
    `Berechnet für ${count} Mengen; dazwischen zeigt eine Linie die Kosten der kleineren Menge.`,
  sensitivityTable: "Der beste Tarif, wenn Sie mehr oder weniger erstellen",
  bestByNeed: "Der beste Tarif für jede Menge",
  youMake: "Sie erstellen",
  asSet: "wie geplant",
  moreBy: (percent) => `${percent} mehr`,
  lessBy: (percent) => `${percent} weniger`,
  another: "anderer Tarif",
  noSavings: "Keine günstigere Einstellung gefunden.",
  useIt: "Übernehmen",
  useItFor: (saving) => `Übernehmen: ${saving}`,
  notAllSearched: "Es wurden nicht alle Abfolgen von Tarifen geprüft.",
  changeTo: (action, plan) => `${action}: ${plan}`,
  noKnownPrice: "kein Tarif mit bekanntem Preis",

  /** How it is computed. */
  howComputed: "So wird gerechnet",
  howSimulated: (start, months) =>
    `Jeder Tarif wird ab ${start} für ${months} Tag für Tag simuliert, bei monatlicher und bei jährlicher Zahlung, und `
    + "ebenso der Fall ohne Tarif. Credits kommen hinzu, werden verbraucht und verfallen nach den Regeln der Plattform.",
  howMargins:
    "Das geschieht für Ihren Bedarf sowie mit der kleineren und der größeren Sicherheitsreserve. Wo Credits nicht "
    + "reichen und die Plattform Aufladungen verkauft, kommen die günstigsten Aufladungen hinzu, die alles decken.",
  howRanked:
    "Am besten passt der Tarif, der für Ihren Bedarf am wenigsten kostet und auch die kleinere Sicherheitsreserve deckt. "
    + "Bei gleichem Preis steht der mit mehr Spielraum vorn.",
  howRanges: "Ist eine Einstellung offen, zählen ihre höchsten Kosten. Steuern und Rabatte sind nicht enthalten.",

  /** The catalog. */
  catalogVersion: (name, version) => `Katalog ${name}, Version ${version}`,
  noteCount: (count) => (count === 1 ? "1 Hinweis" : `${count} Hinweise`),
  findings: (heading, count, isMild) =>
    `${heading}: ${count} ${!isMild ? "Fehler" : count === 1 ? "Hinweis" : "Hinweise"}`,
  wholeFile: "die ganze Datei",
  numberInList: (place) => `Nr. ${place}`,
};
