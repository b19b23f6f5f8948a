// The texts of a projection: the balance of a scenario day by day, in German.
import type { balance as english } from "../messages/balance";
import { capital, isOne } from "./words";

const NOTHING = "nichts";
const TERMS = { month: "Monat", quarter: "Quartal", year: "Jahr" };

export const balance: typeof english = {
  /** The run. */
  runPrevious: "Die Prognose gehört noch zu den vorherigen Eingaben.",
  needsOneNumber: "Eine Zahl fehlt",
  missingNumber: "von der Plattform nicht veröffentlicht. Bitte selbst eine Zahl eingeben.",
  saidNoProjection: "Keine Prognose: Eine Eingabe muss korrigiert werden.",
  saidOutlook: (title, rest) => `${title}. ${rest}`,

  /** Headings of the parts. */
  willHappen: "Guthabenprognose",
  balanceByClass: "Guthaben",
  shortOfCredits: "Zu wenig Credits",
  whoUsedIt: "Wer die Credits verbraucht hat und wofür",

  /** The outcome as a sentence. */
  outlookLasts: "Reicht",
  outlookRunsOut: "Reicht nicht",
  outlookRefused: "Abgelehnt",
  outlookNoRuns: "Keine Läufe geplant",
  outlookOneRun: "Der eine Lauf wird ausgeführt",
  outlookLast: "Ihr Guthaben reicht",
  outlookAllRuns: (runs) => `Alle ${runs} Läufe werden ausgeführt`,
  outlookWithPurchases: (sentence, shown, count, isMore) =>
    `${sentence} mit ${isMore ? "mehr als " : ""}${shown} ${count === 1 ? "Aufladung" : "Aufladungen"}`,
  outlookNothing: NOTHING,
  outlookAbout: (credits) => `etwa ${credits}`,
  outlookLeft: (credits, date) =>
    `am ${date} ${credits === NOTHING ? "ist nichts mehr" : `${isOne(credits) ? "ist" : "sind"} noch ${credits}`} übrig`,
  outlookLeftWithheld: (left, withheld) => `${left} (derzeit nicht nutzbar: ${withheld})`,
  outlookApproximate: "Einige Preise sind ungefähre Angaben.",
  outlookHighest: "Ist eine Einstellung offen, zählen ihre höchsten Kosten.",
  outlookRunsOutOn: (date) => `Ihr Guthaben ist am ${date} aufgebraucht`,
  outlookRefusedFrom: (date, model, reason) => `Ab ${date}: ${model} ${reason}`,
  // The same as a subject and after "für".
  outlookSomeRun: "eine Generierung",
  outlookTooLittle: (model) => `Für ${model} ist zu wenig übrig.`,
  outlookCannotBeMade: (refused, runs) => `${runs} geplant, ${refused} davon nicht möglich`,
  outlookMadeLater: "wartende Läufe werden später ausgeführt",
  outlookAndLeft: (refused, left) => `${refused}. ${capital(left)}.`,
  runCount: (count, shown) => (count === 1 ? "1 Lauf" : `${shown} Läufe`),
  dateAndTime: (date, time) => `${date} um ${time}\u00a0Uhr`,

  /** Why a run was refused; each continues the name of a model. */
  refusedNotEligible: "lässt sich mit den übrigen Credits nicht bezahlen",
  refusedSubscriptionEnded: "ist ohne den beendeten Tarif nicht möglich",
  refusedUsedByMembers: "wird abgelehnt, weil andere Mitglieder die Credits verbraucht haben",
  refusedLimit: "überschreitet ein Nutzungslimit",
  refusedMemberCap: "überschreitet das Limit des Mitglieds",
  refusedGate: "ist mit diesem Tarif nicht erlaubt",
  refusedNoPrice: "hat keinen veröffentlichten Preis",
  refusedTooFew: "kostet mehr Credits, als übrig sind",

  /** Figures. */
  figureMade: "Ausgeführte Läufe",
  figureWanted: (runs) => `von ${runs} geplanten`,
  figureFree: "Kostenlose Läufe",
  figureAtStart: "Credits zu Beginn",
  figureIssued: "Credits erhalten",
  figureSpent: "Credits verbraucht",
  figureLost: "Ungenutzt verfallen",
  figureWorth: (money) => `im Wert von ${money}`,
  figureLeft: "Am Ende übrig",
  figureWithheld: "Derzeit nicht nutzbar",
  figureOwed: "Schulden",
  figureBilled: "Sie zahlen",
  figureUnpriced: (count, shown) =>
    `und ${count === 1 ? "1 Rechnung" : `${shown} Rechnungen`} ohne veröffentlichten Preis`,

  /** The chart. */
  chartLabel: "Guthaben, Tag für Tag",
  chartUnmarked: "Nur die ersten zehntausend Aufladungen und Engpässe sind markiert.",
  chartNoChange: "Keine Änderung",
  // There is room for a short word only beside the chart, and for one at the run-out.
  chartEnded: "verfällt",
  chartBought: "gekauft",
  chartShort: "Engpass",
  chartRunsOut: "leer",
  chartRefused: "abgelehnt",
  chartDay: (day, month) => `${day}. ${month}`,
  movedIssued: (credits) => `${credits} erhalten`,
  movedSpent: (credits) => `${credits} verbraucht`,
  movedLost: (credits) => `${credits} ungenutzt verfallen`,
  movedBought: "Aufladung gekauft",
  movedShort: "zu wenig Credits",

  /** The table of the balance. */
  tableSummary: "Als Tabelle anzeigen",
  tableByMonth: "Guthaben, Monat für Monat, als Tabelle",
  tableByDay: "Guthaben, Tag für Tag, als Tabelle",
  tableEndOfMonths: (units) => `${capital(units)} am Ende jedes Monats`,
  tableEndOfDays: (units) => `${capital(units)} am Ende jedes Tages`,
  tableMonth: "Monat",
  tableDay: "Tag",
  tableLeft: "Übrig",

  /** Shortfalls. */
  shortTimes: (count) => `(${count}-mal)`,
  shortFirst: (count) => `Nur die ersten ${count} werden angezeigt.`,
  shortMore: (count) => `${count} weitere`,
  shortMoreOf: (count, all) => `${count} von ${all} weiteren`,
  shortSpan: (from, until) => `${from} ${until}`,
  shortUntil: (date) => `bis ${date}`,
  shortToTheEnd: "bis zum Ende",
  shortRuns: (runs, model) => `${runs} mit ${model}`,
  shortRefused: "abgelehnt",
  shortWaited: "aufgeschoben",
  shortMadeLater: (count) => `abgelehnt, ${count} davon später ausgeführt`,
  shortFate: (runs, fate) => `${runs} ${fate}.`,
  shortFateMissing: (runs, fate, credits, isMany) => `${runs} ${fate}, ${isMany ? "insgesamt " : ""}${credits} zu wenig.`,
  shortWhy: (model, reason) => `${model} ${reason}.`,

  /** Ways out. */
  waysOut: "Was hilft",
  waysOutOfAll: "Was jedes Mal hilft",
  waysOutOfSeveral: "Was mehrmals hilft",
  wayHelps: (times, of) => `hilft in ${times} von ${of} Fällen`,
  wayWait: (date) => `Bis ${date} warten`,
  wayBuy: (name) => `Aufladung kaufen: ${name}`,
  wayBuyMany: (count, name) => `${count} Aufladungen kaufen: ${name}`,
  wayUpgrade: (plan) => `Zu ${plan} wechseln`,
  wayFreeRuns: "Kostenlose Läufe nutzen",
  wayNotEnough: "reicht allein nicht",
  wayNoPrice: "Preis nicht veröffentlicht",
  wayEachCycle: (credits) => `${credits} pro Abrechnungszeitraum`,
  wayEachTerm: (money, term) => `${money} pro ${TERMS[term]}`,

  /** Use by project, member and model. */
  useLabel: "Läufe und ihre Kosten",
  useCaption: (units) => `Läufe und ${capital(units)}`,
  useColumn: "Wer oder was",
  useMade: "Ausgeführt",
  useRefused: "Abgelehnt",
  useByProject: "Nach Projekt",
  useByMember: "Nach Mitglied",
  useByModel: "Nach Modell",

  /** Names of the parts of a scenario, before an error; a number is the place in a list. */
  placeFrom: "Startdatum",
  placeMonths: "Monate",
  placePlan: "Tarif",
  placePaid: "Abrechnung",
  placeZone: "Zeitzone",
  placeSince: "Beginn Ihres Tarifs",
  placeDebt: "Schulden zu Beginn",
  placeAlerts: (place) => (place === undefined ? "Warnungen" : `Warnung ${place}`),
  placeAutoTopUp: "Automatische Aufladung",
  placeMembers: (place) => (place === undefined ? "Mitglieder" : `Mitglied ${place}`),
  placeCredits: (place) => (place === undefined ? "Credits" : `Credits ${place}`),
  placeDemand: (place) => (place === undefined ? "Was Sie erstellen" : `Modell ${place}`),
  placeActions: (place) => (place === undefined ? "Geplante Änderungen" : `Änderung ${place}`),

  /** Choices of a scenario. */
  paceOnDates: "Bestimmte Tage",
  rangesHigh: "Der höchste Wert",
  rangesLow: "Der niedrigste Wert",
  whenShortRefuse: "Lauf auslassen",
  whenShortWait: "Auf neue Credits warten",
  whenShortTopUp: "Aufladung kaufen",
  whenShortUpgrade: "In größeren Tarif wechseln",

  /** What can be done on a date, and when it takes effect. */
  doBuy: "Aufladung kaufen",
  doChange: "Tarif wechseln",
  doUpgrade: "Upgrade",
  doDowngrade: "Downgrade",
  doChangeTerm: "Abrechnung ändern",
  doSubscribe: "Tarif abschließen",
  doCancel: "Tarif kündigen",
  doResume: "Kündigung zurücknehmen",
  doSpend: "Credits für anderes ausgeben",
  doGrant: "Credits erhalten",
  doRevoke: "Credits werden entzogen",
  doFail: "Läufe schlagen fehl",
  whenNow: "Sofort",
  whenCycleEnds: "Am Ende des Abrechnungszeitraums",
  whenTermEnds: "Am Ende der bezahlten Laufzeit",

  /** Numbers that are not published, for inputs. */
  // A plan is often called "Pro".
  assumeAllowance: (plan) => `Credits von ${plan} je Abrechnungs\u00adzeitraum`,
  assumePrice: (plan, term) => `Preis von ${plan} je ${TERMS[term]}`,
  assumeTopUpPrice: (topUp) => `${topUp}: Preis pro Aufladung`,
  assumeTopUpSize: (topUp) => `${topUp}: Credits pro Aufladung`,
  assumeMoney: "Geld",
};
