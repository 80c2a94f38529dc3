/** So long after the last key or touch, what the page asks is its own idea. */
const patience = 5 * 60_000;

let last = Date.now();

/** Whether nobody is at this page: it keeps itself fresh, and must not keep its session alive (see client.ts). */
export function isUnattended(now = Date.now()) {
  return now - last > patience;
}

function noteActivity() {
  last = Date.now();
}

if (typeof window !== "undefined") {
  for (const event of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    window.addEventListener(event, noteActivity, { capture: true, passive: true });
  }
}
