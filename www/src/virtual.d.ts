declare module "virtual:models" {
  // In a declared module, an import statement cannot name a relative path.
  const models: readonly import("../models.ts").OfferedModel[];
  export default models;
}
