declare module "virtual:models" {
  import type { OfferedModel } from "../models.ts";
  const models: readonly OfferedModel[];
  export default models;
}
