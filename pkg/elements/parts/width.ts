// The width that a chart has.
import type { ReactiveController, ReactiveControllerHost } from "lit";

export class Width implements ReactiveController {
  /** In pixels, at least 220; a guess until the chart is on the page. */
  value = 640;
  /** Before, a drawing would be made twice. */
  isKnown = false;

  private readonly observer = new ResizeObserver(([entry]) => {
    const width = entry && Math.max(220, Math.round(entry.contentRect.width));
    if (!width || (this.isKnown && width === this.value)) return;
    this.value = width;
    this.isKnown = true;
    this.host.requestUpdate();
  });

  constructor(private readonly host: ReactiveControllerHost & Element) {
    host.addController(this);
  }

  hostConnected(): void {
    this.observer.observe(this.host);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
  }
}
