export { zone } from "./index.js";
