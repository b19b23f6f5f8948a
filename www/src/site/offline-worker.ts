// The service worker: after the first visit the pages work without a network. A new version waits until the
// reader takes it.

interface Lasting extends Event {
  waitUntil(until: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** Of the global scope of a worker, what is used here. */
interface Scope {
  readonly registration: { readonly scope: string; readonly installing: object | null; readonly waiting: object | null };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", hear: (event: Lasting) => void): void;
  addEventListener(type: "fetch", hear: (event: Fetching) => void): void;
  addEventListener(type: "message", hear: (event: MessageEvent) => void): void;
}

const scope = self as unknown as Scope;

// `offline.ts` fills in both.
const FILES = "__FILES__" as unknown as readonly string[];
const VERSION = "__VERSION__";

const PREFIX = "drawdown-";
const NAME = PREFIX + VERSION;
const address = (file: string): string => new URL(file, scope.registration.scope).href;
/** Which of the files an address means: a folder is its first page, whatever is asked of it. */
const fileOf = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + (pathname.endsWith("/") ? `${pathname}index.html` : pathname);
};
/** In the cache of a version: when it was taken. */
const TAKEN = address("taken");
const KEPT = new Set(FILES.map(address));
/** Files of this version or, for a page that is older, of the one before. */
const isKept = (url: string): boolean => KEPT.has(fileOf(url)) || url.startsWith(address("assets/"));

async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  try {
    // Past the browser's own cache: all files are of one version.
    await cache.addAll(FILES.map((file) => new Request(address(file), { cache: "no-cache" })));
  } catch (error) {
    if ((await takenAt(NAME)) === 0) await caches.delete(NAME);
    throw error;
  }
}

/** When a version was taken; 0 if it never was. */
async function takenAt(name: string): Promise<number> {
  const mark = await (await caches.open(name)).match(TAKEN);
  return mark ? Number(await mark.text()) : 0;
}

/** The version that was used before stays: pages of it may still be open, and load more of their files. */
async function forget(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  const former = await Promise.all(names.map(async (name) => ({ name, taken: await takenAt(name) })));
  const last = Math.max(0, ...former.map(({ taken }) => taken));
  // One that was never taken may be that of a newer version, on its way.
  const { installing, waiting } = scope.registration;
  const isComing = (taken: number) => taken === 0 && (installing ?? waiting) !== null;
  const gone = former.filter(({ taken }) => taken < last && !isComing(taken));
  await Promise.all(gone.map(({ name }) => caches.delete(name)));
  await (await caches.open(NAME)).put(TAKEN, new Response(String(Date.now())));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  const url = fileOf(request.url);
  return (await cache.match(url)) ?? (await caches.match(url)) ?? fetch(request);
}

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(forget()));
scope.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && isKept(event.request.url)) event.respondWith(answer(event.request));
});
scope.addEventListener("message", ({ data }) => {
  if (data === "take over") void scope.skipWaiting();
});
