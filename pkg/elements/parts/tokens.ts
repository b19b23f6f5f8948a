// The colours and sizes of all elements. A host sets them by the same names with `--drawdown-` before them.
import { css } from "lit";

export const tokens = css`
  :host {
    --surface: var(--drawdown-surface, light-dark(#ffffff, #161d25));
    --sunken: var(--drawdown-sunken, light-dark(#f0f3f6, #1e2731));
    --ink: var(--drawdown-ink, light-dark(#17202a, #e8edf2));
    --muted: var(--drawdown-muted, light-dark(#525f6d, #a6b2bf));
    --line: var(--drawdown-line, light-dark(#dbe1e8, #2b3643));
    --control-line: var(--drawdown-control-line, light-dark(#7f8b99, #70808f));
    --accent: var(--drawdown-accent, light-dark(#0f6674, #63c5d2));
    --on-accent: var(--drawdown-on-accent, light-dark(#ffffff, #06222a));
    --accent-soft: var(--drawdown-accent-soft, light-dark(#e2f1f3, #12323a));
    --warn: var(--drawdown-warn, light-dark(#744700, #f0c674));
    --warn-soft: var(--drawdown-warn-soft, light-dark(#fdf4df, #2d2612));
    --warn-line: var(--drawdown-warn-line, light-dark(#e3c172, #5c4a1a));
    --bad: var(--drawdown-bad, light-dark(#a3241a, #ffa198));
    --bad-soft: var(--drawdown-bad-soft, light-dark(#fdeceb, #381917));
    --bad-line: var(--drawdown-bad-line, light-dark(#e7aaa5, #6d302b));
    --good: var(--drawdown-good, light-dark(#1a6839, #7fd69c));
    --good-soft: var(--drawdown-good-soft, light-dark(#e5f4ea, #13301e));
    --series-1: var(--drawdown-series-1, light-dark(#a96800, #e8b35f));
    --series-2: var(--drawdown-series-2, light-dark(#14808f, #4fb7c6));
    --series-3: var(--drawdown-series-3, light-dark(#6a53b5, #a695ea));
    --series-4: var(--drawdown-series-4, light-dark(#b0476f, #e389ac));
    --series-5: var(--drawdown-series-5, light-dark(#4b7a34, #93c47a));
    --series-6: var(--drawdown-series-6, light-dark(#5b6b7c, #9aabbc));
    --shadow: var(
      --drawdown-shadow,
      0 1px 2px light-dark(#17202a12, #00000066), 0 4px 16px light-dark(#17202a0d, #00000040)
    );
    --radius: var(--drawdown-radius, 0.75rem);
    --radius-small: var(--drawdown-radius-small, 0.5rem);
  }
`;
