// Styles shared by several elements.
import { css } from "lit";
import { tokens } from "./tokens";

export const base = css`
  ${tokens}
  *, *::before, *::after { box-sizing: border-box; }
  /* A long word breaks; columns of a table keep the width of their words unless they say otherwise. */
  :host { display: block; overflow-wrap: anywhere; }
  table { overflow-wrap: normal; }
  :host([hidden]) { display: none; }
  h2, h3, p, ul, ol, dl, dd, figure, fieldset { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  fieldset { border: 0; min-width: 0; }
  legend { padding: 0; }
  h2 { font-size: 1.0625rem; font-weight: 650; letter-spacing: -0.01em; line-height: 1.35; }
  h3 { font-size: 0.9375rem; font-weight: 600; }
  a { color: var(--accent); text-underline-offset: 0.18em; overflow-wrap: anywhere; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
  code { font: 0.875em/1.5 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; }
  .muted { color: var(--muted); }
  .small { font-size: 0.875rem; }
  .number { font-variant-numeric: tabular-nums; }
  .visually-hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
`;

/** The answer to inputs before these: without colours, and still readable. */
export const late = css`
  .late {
    --muted: var(--ink); --accent: var(--ink); --good: var(--ink); --warn: var(--ink); --bad: var(--ink);
    --drawdown-muted: var(--ink); --drawdown-accent: var(--ink); --drawdown-good: var(--ink);
    --drawdown-warn: var(--ink); --drawdown-bad: var(--ink);
    opacity: 0.7; filter: grayscale(1);
  }
  @media print { .late { display: none; } }
`;

export const card = css`
  .card {
    padding: clamp(1rem, 3.5vw, 1.5rem);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
`;

/** The top of an answer: a heading with its kind, then the largest sentence. */
export const verdict = css`
  header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.25rem 0.75rem; }
  .badge {
    padding: 0.0625rem 0.625rem; border-radius: 1rem; font-size: 0.8125rem; font-weight: 600; white-space: nowrap;
  }
  @media (forced-colors: active) { .badge { border: 1px solid; } }
  .good .badge { background: var(--good-soft); color: var(--good); }
  .bad .badge { background: var(--bad-soft); color: var(--bad); }
  .open .badge { background: var(--warn-soft); color: var(--warn); }
  .title {
    margin-top: 0.375rem; font-size: clamp(1.1875rem, 1rem + 0.9vw, 1.5rem); font-weight: 650; letter-spacing: -0.015em;
    line-height: 1.3; text-wrap: balance; overflow-wrap: anywhere;
  }
  .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(45%, 11rem), 1fr)); gap: 0.75rem 1rem; }
  .figures > div { padding-top: 0.375rem; border-top: 2px solid var(--line); }
  .figures dt { color: var(--muted); font-size: 0.8125rem; }
  .figures dd { font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
  .figures .more { display: block; color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
`;

/** Inputs on one side, answers on the other; on narrow screens below, with a bar that leads to
 * them. */
export const sides = css`
  .grid, .inputs, .answers { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; align-items: start; }
  .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; }
  .pair {
    display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); gap: 1.125rem 1rem;
    align-items: start;
  }
  .card > button { justify-self: start; }
  .in > button { justify-self: start; }
  .needs {
    padding: 0.75rem 0.875rem; border: 1px solid var(--warn-line); border-radius: var(--radius-small);
    background: var(--warn-soft); font-size: 0.9375rem;
  }
  .needs li + li { margin-top: 0.375rem; }
  .bar {
    position: sticky; bottom: 0.5rem; z-index: 1; display: flex; flex-wrap: wrap; justify-content: space-between;
    align-items: baseline; gap: 0 0.75rem;
    padding: 0.625rem 1rem; border-radius: var(--radius); background: var(--accent); color: var(--on-accent);
    text-decoration: none; box-shadow: var(--shadow);
  }
  notice-list { margin-bottom: 1rem; }
  notice-list.empty { margin: 0; }

  @media (forced-colors: active) { .bar { border: 1px solid; } }

  @media (min-width: 60rem) {
    .grid { grid-template-columns: minmax(20rem, 26rem) minmax(0, 1fr); gap: 1rem 1.5rem; }
    .bar { display: none; }
  }
`;

export const buttons = css`
  button, .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 0.375rem;
    min-height: 2.25rem; padding: 0.3125rem 0.875rem;
    border: 1px solid var(--control-line); border-radius: var(--radius-small);
    background: var(--surface); color: var(--ink);
    font: inherit; font-size: 0.9375rem; cursor: pointer;
  }
  button:hover, .button:hover { border-color: var(--accent); background: var(--accent-soft); }
  button:disabled, button:disabled:hover { border-color: var(--line); background: none; color: var(--muted); cursor: default; }
  button.quiet {
    min-height: 1.75rem; padding: 0.125rem 0.375rem;
    border-color: transparent; background: none; color: var(--accent); text-decoration: underline;
    text-underline-offset: 0.18em;
  }
  button.quiet:hover { background: var(--accent-soft); }
`;

export const controls = css`
  .head {
    display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 0.75rem; width: 100%;
    margin-bottom: 0.3125rem;
  }
  label, legend, .label { font-size: 0.9375rem; font-weight: 550; }
  .allowed { color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
  .note { margin-top: 0.3125rem; color: var(--muted); font-size: 0.8125rem; }
  .error { margin-top: 0.3125rem; color: var(--bad); font-size: 0.875rem; overflow-wrap: anywhere; }
  .error::before { content: "! "; font-weight: 700; }

  input[type="text"], input[type="date"], input[type="time"], input[type="datetime-local"], select {
    width: 100%; min-width: 0; min-height: 2.5rem; padding: 0.375rem 0.75rem;
    border: 1px solid var(--control-line); border-radius: var(--radius-small);
    background: var(--surface); color: var(--ink);
    font: inherit; font-variant-numeric: tabular-nums;
  }
  select { text-overflow: ellipsis; cursor: pointer; }
  input::placeholder { color: var(--muted); opacity: 1; }
  input:focus-visible, select:focus-visible { outline-offset: 0; border-radius: var(--radius-small); }
  /* While the calendar button has the focus, the input does not. */
  input[type="date"]:focus-within, input[type="time"]:focus-within, input[type="datetime-local"]:focus-within {
    outline: 2px solid var(--accent); outline-offset: 0;
  }
  input[aria-invalid="true"], .invalid { border-color: var(--bad) !important; }
  input[type="checkbox"], input[type="radio"] { accent-color: var(--accent); }

  .affix { position: relative; display: flex; }
  .affix .unit {
    position: absolute; inset-inline-end: 0.75rem; inset-block: 0; display: flex; align-items: center;
    color: var(--muted); font-size: 0.9375rem; pointer-events: none;
  }
`;

export const tables = css`
  table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
  caption { text-align: start; }
  th, td { padding: 0.375rem 0; vertical-align: top; text-align: start; font-weight: 400; }
  th + th, td, th + td { padding-inline-start: 0.75rem; }
  thead th { color: var(--muted); font-size: 0.8125rem; }
  tbody tr { border-top: 1px solid var(--line); }
  .amount { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .scroll { overflow: auto; max-width: 100%; }
  details > summary { cursor: pointer; color: var(--accent); font-size: 0.9375rem; }
  details[open] > summary { margin-bottom: 0.5rem; }
`;

/** On narrow screens each row of a table is a block, and its heads are for screen readers only. */
export const blocks = css`
  @media (max-width: 40rem) {
    table, tbody, caption { display: block; }
    thead { position: absolute; clip-path: inset(50%); }
    tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 0.75rem; padding: 0.75rem 0; }
    th, td, th + td, td + td { padding: 0; }
  }
`;
