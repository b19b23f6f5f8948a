// Operations as menus name them.
import type { OperationInfo } from "drawdown";
import { text } from "../localise";

/** The name, and a remark if the price is not an ordinary one: `Download · free`. */
export function offered({ name, pricing }: Pick<OperationInfo, "name" | "pricing">): string {
  const words = text();
  switch (pricing) {
    case "priced":
      return name;
    case "free":
      return words.offeredFree(name);
    case "unpriced":
      return words.offeredUnpriced(name);
    case "not_sold":
      return words.offeredNotSold(name);
  }
}
