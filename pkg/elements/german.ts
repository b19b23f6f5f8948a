// The texts of the elements, in German, for `localise({ messages: german, locale: "de" })`. People are addressed as
// "Sie", where they have to be. What a catalog says (labels, notes, reasons) comes as it is written there.
import { balance } from "./german/balance";
import { plan } from "./german/plan";
import { capital } from "./german/words";
import type { Messages } from "./messages";

export const german: Messages = {
  ...balance,
  ...plan,
  /** Names of what an element shows, for headings and screen readers. */
  cost: "Kosten",
  lines: "Woraus sich die Kosten ergeben",
  line: "Posten",
  notes: "Hinweise",
  why: "Warum",
  errors: "Fehler",
  sources: "Quellen",
  closedGates: "Einschränkungen",
  balance: "Guthaben",

  /** Kinds of an estimate. */
  exact: "Exakt",
  approximate: "Ungefähr",
  free: "Kostenlos",
  range: "Spanne",
  rangeApproximate: "Ungefähre Spanne",
  rate: "Nach Verbrauch",
  unknown: "Unbekannt",
  noAnswer: "Kein Ergebnis",
  loading: "Die Eingaben werden noch geladen.",
  noCatalogAt: (address, status) => `kein Katalog unter ${address} (${status})`,
  notLoaded:
    "Die Preise konnten nicht geladen werden. Prüfen Sie Ihre Verbindung und laden Sie die Seite dann neu.",

  /** The figure, where it is no number. */
  knownAfterTheRun: "Erst nach dem Lauf bekannt",
  costNotKnown: "Kosten nicht bekannt",
  needsCorrection: "Bitte korrigieren",
  changeInputs: "Eingaben ändern",
  about: "etwa",
  to: "bis",

  /** Sentences about a figure. */
  chargesNothing: "Die Plattform berechnet dafür nichts.",
  dependsOn: (settings) => `Hängt ab von: ${settings} (noch nicht festgelegt).`,
  runsOf: (runs, each) => `${runs} Läufe zu je ${each}.`,
  priceIsApproximate: "Die Plattform nennt nur einen ungefähren Preis.",
  knownThenUsage: (known) => `Bekannt: ${known}; der Rest hängt davon ab, was der Lauf verbraucht.`,
  knownThenNot: (known) => `Bekannt: ${known}; der Rest ist offen.`,
  seeMarked: (count) => (count === 1 ? "Siehe die markierte Eingabe." : "Siehe die markierten Eingaben."),

  /** Words in the table of lines. */
  lineFree: "kostenlos",
  lineUnpriced: "nicht veröffentlicht",
  lineAfter: "nach dem Lauf",
  total: "Summe",
  totalRange: "Summe, niedrigste bis höchste",
  totalRate: "Vor dem Lauf bekannt",
  totalUnknown: "Bekannter Teil",
  nothing: "nichts",

  /** Gates. */
  notAvailable: "Mit dieser Auswahl nicht verfügbar:",
  notPayableWith: (classes) => `Nicht bezahlbar mit Credits der Art ${classes}:`,
  notPayable: "Mit manchen Credits nicht bezahlbar:",

  /** The balance before and after. */
  balanceBefore: "Guthaben vorher",
  readAt: (when) => `(abgelesen ${when})`,
  balanceAfter: "Guthaben danach",
  missing: "Fehlbetrag",
  missingAtMost: "Fehlbetrag, höchstens",
  notKnown: "unbekannt",
  asOf: "Stand",

  /** What a screen reader hears when the cost moves. */
  saidFree: "Kostenlos",
  saidCost: (cost) => `Kosten: ${cost}`,
  saidAfterTheRun: "Kosten erst nach dem Lauf bekannt",
  saidNotKnown: "Kosten nicht bekannt",
  saidBalance: (balance) => `Guthaben danach: ${balance}`,
  saidShort: (amount) => `Fehlbetrag: ${amount}`,
  saidNoCost: "Kosten nicht berechnet: Eine Eingabe muss korrigiert werden.",

  /** The name of a unit after a number: a noun. */
  unitName: capital,

  /** Inputs. */
  justNow: "gerade eben",
  noSettings: "Dieses Modell hat keine Einstellungen.",
  none: "Ohne",
  notSet: "Nicht festgelegt",
  afterTheRun: "Nach dem Lauf",
  sliderNotSet: "nicht festgelegt",
  yes: "Ja",
  no: "Nein",
  slider: (label) => `${label}, Schieberegler`,
  stepsOf: (step) => `in Schritten von ${step}`,
  orMore: (least) => `${least} oder mehr`,
  upTo: (most) => `bis ${most}`,
  values: (least, most, separator) => {
    const signs = `durch ${separator === "," ? "Kommas" : "Semikolons"} getrennt`;
    if (most !== undefined) return `${least ?? 0}\u2013${most} Werte, ${signs}`;
    return least ? `mindestens ${least} ${least === 1 ? "Wert" : "Werte"}, ${signs}` : signs;
  },
  twoMeanings: (typed, one, other) =>
    `\u201e${typed}\u201c kann ${one} oder ${other} bedeuten: bitte ohne Trennzeichen für Tausender schreiben`,
};
