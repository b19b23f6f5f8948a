import { mount } from "svelte";
import { moved } from "../moved.mjs";
import Cost from "./Cost.svelte";

mount(Cost, { target: document.body.appendChild(document.createElement("main")) });
document.body.dataset.answer = await moved();
