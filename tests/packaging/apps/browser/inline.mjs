import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import kive from "drawdown/catalogs/kive";
import { answer } from "../answer.mjs";

document.body.dataset.answer = answer(prices, everything, kive);
