// Keeps the pages for visits without a network, and offers a new version; nobody is forced to take it.
import { text } from "../words";

/** Once the page has done its own work. */
const LATER = 4_000;

export function keepOffline(): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (!import.meta.env.PROD || !("serviceWorker" in navigator) || connection?.saveData) return;
  const begin = () => setTimeout(() => void register(), LATER);
  // A page that waited for its texts may have loaded meanwhile.
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

async function register(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register("./offline.js");
    if (registration.waiting) offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const found = registration.installing;
      found?.addEventListener("statechange", () => {
        // The first one replaces nothing.
        if (found.state === "installed" && navigator.serviceWorker.controller) offer(found);
      });
    });
  } catch {
    // Without it the pages only need a network.
  }
}

function offer(waiting: ServiceWorker): void {
  document.querySelector(".update")?.remove();
  const bar = document.createElement("div");
  bar.className = "update";
  bar.role = "status";
  const take = document.createElement("button");
  take.type = "button";
  take.textContent = text().takeUpdate;
  take.addEventListener("click", () => {
    const begin = () => {
      if (waiting.state === "activated") location.reload();
    };
    waiting.addEventListener("statechange", begin);
    waiting.postMessage("take over");
    // Another tab took it already.
    begin();
  });
  bar.append(text().updateHere, " ", take);
  document.body.append(bar);
}
