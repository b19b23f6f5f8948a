// The catalog with prices alone.
import { Catalog as Engine } from "../generated/prices/drawdown.js";
import { Preview } from "../preview.js";

export class Catalog extends Engine {
  preview(operation, plan, at) {
    return new Preview(super.preview(operation, plan, at));
  }
}
