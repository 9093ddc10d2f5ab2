// @odoo-module ignore
/* global VERSION, FILES */
/* eslint-disable no-restricted-globals */

// Served with two lines before it: VERSION, and FILES, the addresses of what the page is made of.
const PAGE = "/scan";
const CACHE = `stock_batches_scan-${VERSION}`;
// How long a worker waits for a network that is there and does not answer, in ms.
const PATIENCE = 4000;

/** A sign-in page or an error is not the page. */
function isPage(response) {
    return response.ok && !response.redirected && response.headers.has("X-Scan-Page");
}

async function keepPage(response) {
    if (isPage(response)) {
        const cache = await caches.open(CACHE);
        await cache.put(PAGE, response);
    }
}

async function keepFiles() {
    const cache = await caches.open(CACHE);
    await cache.addAll(FILES);
    await keepPage(await fetch(PAGE, { credentials: "same-origin" }));
}

async function dropOthers() {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("stock_batches_scan-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
}

function timeout() {
    return new Promise((_resolve, reject) => setTimeout(() => reject(new Error("timeout")), PATIENCE));
}

/** The page from the server; without network, the one that was kept. */
async function answerPage(event) {
    const kept = await caches.match(PAGE);
    const fresh = fetch(event.request);
    try {
        const response = await (kept ? Promise.race([fresh, timeout()]) : fresh);
        event.waitUntil(keepPage(response.clone()));
        return kept && response.status >= 502 ? kept : response;
    } catch (error) {
        fresh.catch(() => {});
        if (kept) {
            return kept;
        }
        throw error;
    }
}

/** Files have the hash of what is in them in their address: the kept ones are right for ever. */
async function answerFile(request) {
    const kept = await caches.match(request);
    if (kept) {
        return kept;
    }
    const response = await fetch(request);
    if (response.ok) {
        const cache = await caches.open(CACHE);
        await cache.put(request, response.clone());
    }
    return response;
}

self.addEventListener("install", (event) => {
    event.waitUntil(keepFiles());
    self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(dropOthers()));

self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== self.location.origin) {
        return;
    }
    if (event.request.mode === "navigate" && url.pathname === PAGE) {
        event.respondWith(answerPage(event));
    } else if (FILES.includes(url.pathname) || url.pathname.startsWith("/web/assets/")) {
        event.respondWith(answerFile(event.request));
    }
});
