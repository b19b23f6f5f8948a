// The texts of the start page, of the page of prices, and of what all pages have, in German.
import type { site } from "./site";

export const siteInGerman: typeof site = {
  /** The start page. */
  tryIt: "Ausprobieren",
  oneCosts: "Ein Lauf kostet",
  paysFor: (credits, runs, number) => `${credits} reichen für ${runs} ${number === 1 ? "solchen Lauf" : "solche Läufe"}.`,
  goOnWith: "Damit weitermachen",
  seeLines: "Woraus sich die Kosten ergeben, und günstigere Einstellungen",
  seePlan: (platform) => `Welcher Tarif von ${platform} passt`,
  seePrices: (platform) => `Alle Preise und Regeln von ${platform}`,
  platformsHere: (count) => (count === 1 ? "Eine Plattform mit ihren Preisen und Regeln" : `${count} Plattformen mit ihren Preisen und Regeln`),

  /** Presets of the plan calculator. */
  startLike: "Beginnen wie",
  hobbyist: "im Hobby",
  studio: "ein Studio",
  agency: "eine Agentur",

  /** Share. */
  shareHeading: "Aufbewahren oder teilen",
  undo: "Rückgängig",
  copyJson: "Als JSON kopieren",
  copyCsv: "Als CSV kopieren",
  jsonCopied: "JSON kopiert.",
  csvCopied: "CSV kopiert.",
  print: "Drucken",
  olderPrices: (platform, made, here) =>
    `Dieser Link entstand mit anderen Preisen von ${platform}: Version ${made}. Hier ist Version ${here}, daher können die `
    + "Zahlen abweichen.",

  /** Scenarios side by side. */
  keepToCompare: "Zum Vergleichen merken",
  keptScenarios: "Nebeneinander",
  keptHint: (most) => `Merken Sie bis zu ${most} Fassungen, ändern Sie etwas, und sehen Sie, was aus den Zahlen wird.`,
  kindOfAnswer: "Art des Ergebnisses",
  scenarioNow: "Jetzt",
  scenarioOf: (place) => `Gemerkt ${place}`,
  showScenario: (name) => `${name} anzeigen`,
  removeScenario: (name) => `${name} entfernen`,

  showDetails: "Details anzeigen",
  saveQuote: "Angebot speichern",
  quoteSaved: "Angebot gespeichert.",
  copyLink: "Link kopieren",
  linkCopied: "Link kopiert.",
  copyingNotAllowed: "Kopieren ist nicht erlaubt: Verwenden Sie den Link in der Adresszeile.",

  /** Your own catalog. */
  forgetOwn: "Diese Datei vergessen",
  ownKept: "Bleibt in diesem Browser, bis Sie sie vergessen lassen.",
  ownCarried: "Mit dem Link gekommen.",
  ownNotKept: "Zu groß zum Aufbewahren: Öffnen Sie die Datei nach dem Neuladen noch einmal.",
  ownTooLargeForLink: "Ihre eigenen Preise sind zu groß für einen Link: Er zeigt sie nur in diesem Browser.",
  ownInLink: "Ihre eigenen Preise sind im Link enthalten.",

  /** A new version of the pages. */
  updateHere: "Eine neue Version dieser Seiten ist da.",
  takeUpdate: "Jetzt verwenden",

  /** The page of prices. */
  pricesOfModels: "Was jedes Modell kostet",
  pricesHint: "Mit den üblichen Einstellungen, in Credits. Was den Preis ändert, steht darunter.",
  columnModel: "Modell",
  columnPrice: "Preis",
  changesPrice: (setting) => `${setting}:`,
  atLeastOf: (settings) => `mit ${settings}`,
  costNotPublished: "nicht veröffentlicht",
  ratePer: (rate, unit) => `${rate} pro ${unit}`,
  priceAfterRun: "erst nach dem Lauf bekannt",
  priceFree: "kostenlos",
  notSold: "nicht erhältlich",
  plansAndRules: "Tarife und Regeln",
  rulesForAll: "Für alle Konten",
  sourcesAndDates: "Quellen und Stand",
  catalogDigest: "Prüfsumme",
  findModel: "Modell suchen",
  noModelFound: "Kein Modell heißt so.",
  otherModelsOf: "Andere Modelle",

  /** The editor. */
  editHeading: "Die Daten hinter dieser Seite",
  editHint:
    "Alle Preise und Regeln hier stammen aus einer JSON-Datei. Ändern Sie sie, und Sie sehen sofort, was aus den Preisen "
    + "wird; nichts verlässt Ihren Browser.",
  editPrices: "Preise bearbeiten",
  editorLabel: "Preise und Regeln als JSON",
  editorLoading: "Der Editor wird geladen",
  editorKeys: "Mit Escape und dann Tab verlassen Sie den Editor.",
  noErrors: "Keine Fehler",
  errorsFound: (count) => `${count} Fehler`,
  atLine: (line) => `Zeile ${line}`,
  testsPass: (count) =>
    count === 1 ? "1 veröffentlichter Preis geprüft: Er stimmt" : `${count} veröffentlichte Preise geprüft: Alle stimmen`,
  testsFail: (failed, count) => `${failed} von ${count} veröffentlichten Preisen ${failed === 1 ? "stimmt" : "stimmen"} nicht`,
  testFailed: (operation, expected, found) => `${operation}: erwartet ${expected}, gefunden ${found}`,
  noTests: "Die Datei enthält keine veröffentlichten Preise zum Prüfen.",
  showChanges: "Änderungen anzeigen",
  undoAll: "Alle Änderungen verwerfen",
  downloadFile: "Herunterladen",
  useEverywhere: "Auf allen Seiten verwenden",
  closeEditor: "Editor schließen",

  /** How the numbers are made. */
  checkQuote: "Angebot prüfen",
  quoteFile: "Gespeichertes Angebot",
  quoteText: "Oder sein Text",
  checkIt: "Prüfen",
  quoteVerified: "Bestätigt: Dieselbe Anfrage kostet hier dasselbe, Posten für Posten.",
  quoteDiffers: (place, expected, found) =>
    `Es weicht ab: ${place || "Das Ganze"} müsste ${expected} sein, im Angebot steht ${found}.`,
  quoteStale: (quoted, current) => `Es entstand mit den Preisen der Version ${quoted}; hier ist Version ${current}.`,
  quoteOtherRules: (quoted, current) => `Es entstand mit Version ${quoted} der Regeln; hier ist Version ${current}.`,
  quoteExpired: (date) => `Es galt bis ${date}.`,
  quoteNotYet: (date) => `Es gilt erst ab ${date}.`,
  quoteSigned: "Seine Signatur prüft der Server, der die Schlüssel hat.",
  quoteNoCatalog: (id) => `Es betrifft „${id}“, eine Plattform, deren Preise hier fehlen.`,
  quoteMalformed: (why) => `Es ist beschädigt: ${why}.`,
  quoteNone: "Das ist kein Angebot. Wählen Sie eine Datei, die mit „Angebot speichern“ entstanden ist.",
  columnPricesOf: "Preise von",
  digestsHeading: "Prüfsummen der Preise",
  digestsHint:
    "Eine Prüfsumme ändert sich, sobald sich in der Datei ein Preis oder eine Regel ändert. Wer dieselbe Prüfsumme hat, "
    + "hat dieselben Preise.",
  computeDigests: "Prüfsummen berechnen",
  engineIs: (version, semantics) => `Version ${version} des Programms, Version ${semantics} der Regeln.`,
};
