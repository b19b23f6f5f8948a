import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import kive from "drawdown/catalogs/kive";
import { answer } from "../answer.mjs";

export default function Page() {
  return <p>{answer(prices, everything, kive)}</p>;
}
