// Operations as menus name them.
import type { OperationInfo } from "drawdown";

/** The name, and a remark if the price is not an ordinary one: `Download · free`. */
export function offered({ name, pricing }: Pick<OperationInfo, "name" | "pricing">): string {
  const remark = {
    priced: "",
    free: " \u00b7 free",
    unpriced: " \u00b7 price not published",
    not_sold: " \u00b7 not sold",
  }[pricing];
  return name + remark;
}
