// The frame and the headings of the pages in German, by `data-text` and `data-label`.

export const frame: Readonly<Record<string, string>> = {
  skip: "Zum Inhalt",
  pages: "Seiten",
  pagePreview: "Kostenvorschau",
  pagePlan: "Tarifrechner",
  pageForecast: "Guthabenprognose",
  pageCompare: "Vergleich",
  pageUsage: "Nutzung",
  pageCatalogs: "Preise",
  pageNumbers: "Wie die Zahlen entstehen",
  footer:
    "Alles wird in Ihrem Browser berechnet; was Sie eingeben, verlässt ihn nicht. Die Preise sind von den Plattformen veröffentlicht, zum jeweils angegebenen Stand.",

  titleStart: "Wissen, was es kostet, bevor Sie generieren",
  leadStart:
    "KI-Plattformen verkaufen Credits. drawdown berechnet, wie viele ein Bild, ein Video oder eine Stimme kostet, welcher Tarif dafür reicht und wie lange Ihr Guthaben hält.",
  questions: "Fragen",
  askCost: "Was kostet es?",
  askCostMore: "Ein Lauf, Posten für Posten, bevor Sie ihn starten.",
  askPlan: "Welcher Tarif passt?",
  askPlanMore: "Der günstigste Tarif mit Aufladungen für das, was Sie erstellen.",
  askLast: "Wie lange reicht mein Guthaben?",
  askLastMore: "Ihr Guthaben Tag für Tag, und was ungenutzt verfällt.",

  titlePreview: "Kostenvorschau",
  leadPreview:
    "Sehen Sie, was ein Bild, ein Video oder ein anderer Lauf kostet, bevor Sie ihn starten: Posten für Posten, zu den veröffentlichten Preisen der Plattform.",
  titlePlan: "Tarifrechner",
  leadPlan:
    "Geben Sie an, was Sie erstellen, und sehen Sie, welcher Tarif mit welchen Aufladungen dafür am günstigsten ist und was eine Sicherheitsreserve zusätzlich kostet.",
  titleForecast: "Guthabenprognose",
  leadForecast:
    "Geben Sie an, welchen Tarif Sie haben und was Sie erstellen, und sehen Sie, wie lange Ihr Guthaben reicht, was ungenutzt verfällt und was Sie tun können.",
  titleCompare: "Plattformen vergleichen",
  leadCompare:
    "Geben Sie an, was Sie erstellen, und sehen Sie, was es auf jeder Plattform kostet, die es anbietet, in einer Währung.",
  titleUsage: "Nutzung",
  leadUsage:
    "Was verbraucht wurde, wofür und von wem, welche Credits es bezahlt haben, was berechnet wurde und wie lange der Rest reicht. Ihre Protokolle bleiben auf diesem Gerät: Es wird nichts übertragen.",
  titleCatalogs: "Preise und Regeln",
  leadCatalogs:
    "Was jedes Modell kostet, was jeder Tarif enthält und nach welchen Regeln Credits kommen und gehen, mit Quelle und Datum jeder Angabe.",
  titleNumbers: "Wie die Zahlen entstehen",
};
