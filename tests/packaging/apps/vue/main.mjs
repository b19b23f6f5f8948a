import kive from "drawdown/catalogs/kive";
import { Catalog } from "drawdown/prices";
import { createApp, ref } from "vue";
import { moved } from "../moved.mjs";
import Cost from "./Cost.vue";

createApp(Cost).mount(document.body.appendChild(document.createElement("main")));
const shown = await moved();

const catalog = ref(new Catalog(kive));
const preview = ref(catalog.value.preview("erase"));
preview.value.set(preview.value.slot("versions"), 3);
const totals = [catalog.value.total({ operation: "erase" }).total, preview.value.total()];
document.body.dataset.answer = `${shown} In proxies: ${totals}.`;
