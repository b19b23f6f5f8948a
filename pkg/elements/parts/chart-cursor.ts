// One place of a chart is selected, by pointer or keyboard: the chart is a slider whose value is read out.
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";

/** What can be selected in a chart, from left to right. */
export interface Places {
  count: number;
  /** How many of them a page key moves. */
  page: number;
  /** The place below a point, in pixels from the left edge of the chart; it may lie outside. */
  at(x: number): number;
}

export class ChartCursor implements ReactiveController {
  /** The selected place. */
  place = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly places: () => Places,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.place = this.within(this.place);
  }

  /** The chart, as something that can have the focus; `said` is what its selected place says. */
  slider(label: string, said: string, drawing: unknown): TemplateResult {
    return html`
      <div
        class="plot" tabindex="0" role="slider" aria-label=${label} aria-orientation="horizontal" aria-valuemin="1"
        aria-valuemax=${this.places().count} aria-valuenow=${this.place + 1} aria-valuetext=${said}
        @keydown=${this.keyed} @pointermove=${this.pointed} @pointerdown=${this.pointed}>${drawing}</div>
    `;
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    const { count, page } = this.places();
    const { place } = this;
    const moves: Record<string, number> = {
      ArrowLeft: place - 1,
      ArrowDown: place - 1,
      ArrowRight: place + 1,
      ArrowUp: place + 1,
      PageDown: place - page,
      PageUp: place + page,
      Home: 0,
      End: count - 1,
    };
    const next = moves[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.select(next);
  };

  private readonly pointed = ({ clientX, currentTarget }: PointerEvent): void =>
    this.select(this.places().at(clientX - (currentTarget as HTMLElement).getBoundingClientRect().left));

  private select(place: number): void {
    this.place = this.within(place);
    this.host.requestUpdate();
  }

  private within(place: number): number {
    return Math.max(0, Math.min(place, this.places().count - 1));
  }
}
