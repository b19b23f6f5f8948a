"use client";

import kive from "drawdown/catalogs/kive";
import { Cost, Settings } from "drawdown/react/elements";

const show = ({ detail: { estimate } }) => {
  document.body.dataset.answer = `${estimate.total}`;
};

export default function Page() {
  return (
    <Cost catalog={kive} operation="erase" settings={{ versions: 2 }} runs={3} onDrawdownChange={show}>
      <Settings />
    </Cost>
  );
}
