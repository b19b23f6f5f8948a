// What all charts look like.
import { css } from "lit";

export const chart = css`
  :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
  .plot { position: relative; border-radius: var(--radius-small); touch-action: pan-y; cursor: crosshair; }
  .plot:focus-visible { outline-offset: 4px; }
  /* Time and amounts run from left to right, whatever the direction of the text. */
  .plot svg { display: block; width: 100%; overflow: visible; direction: ltr; }
  text { fill: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
  .grid { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
  .zero { stroke: var(--control-line); }
  .c0 { --series: var(--series-1); } .c1 { --series: var(--series-2); } .c2 { --series: var(--series-3); }
  .c3 { --series: var(--series-4); } .c4 { --series: var(--series-5); } .c5 { --series: var(--series-6); }
  /* Each series has its own line, too: colours alone do not tell them apart. */
  .edge { fill: none; stroke: var(--series); stroke-width: 2; stroke-linejoin: round; }
  .edge.c1 { stroke-dasharray: 7 3; } .edge.c2 { stroke-dasharray: 2 3; } .edge.c3 { stroke-dasharray: 10 3 2 3; }
  .edge.c4 { stroke-dasharray: 4 2; } .edge.c5 { stroke-dasharray: 1 2 6 2; }
  .cursor { stroke: var(--ink); stroke-width: 1; }
  .dot { fill: var(--ink); stroke: var(--surface); stroke-width: 1.5; }
  .reading {
    padding: 0.625rem 0.875rem; border-radius: var(--radius-small); background: var(--sunken); font-size: 0.9375rem;
  }
  .reading strong { font-weight: 650; }
  .swatch { flex: none; width: 1.5rem; height: 0.6875rem; overflow: visible; }
  @media (forced-colors: active) {
    svg { forced-color-adjust: none; }
    text { fill: CanvasText; }
    .grid { stroke: GrayText; }
    .zero, .edge { stroke: CanvasText; }
    .cursor { stroke: Highlight; stroke-width: 2; }
    .dot { fill: Highlight; stroke: Canvas; }
    .reading { border: 1px solid; }
  }
`;
