import { LitElement } from "lit";
import { follow } from "./localise";

/** What every element here has: it follows the texts and the locale of the page. */
export class Part extends LitElement {
  override connectedCallback(): void {
    super.connectedCallback();
    follow(this, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    follow(this, false);
  }
}
