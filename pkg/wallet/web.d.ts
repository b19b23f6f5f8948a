export * from "./index.js";
export { init } from "../web.js";
