"use client";

import { useEffect } from "react";
import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import kive from "drawdown/catalogs/kive";
import { answer } from "../../answer.mjs";

export default function Page() {
  const text = answer(prices, everything, kive);
  useEffect(() => {
    document.body.dataset.answer = text;
  }, [text]);
  return <p>{text}</p>;
}
