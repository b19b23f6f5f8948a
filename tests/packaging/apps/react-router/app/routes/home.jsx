import { useEffect } from "react";
import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import kive from "drawdown/catalogs/kive";
import { answer } from "../answer.mjs";

export function loader() {
  return { served: answer(prices, everything, kive) };
}

export default function Home({ loaderData: { served } }) {
  const here = answer(prices, everything, kive);
  useEffect(() => {
    document.body.dataset.answer = here;
  }, [here]);
  return <p>{served}</p>;
}
