import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { startTestI18n } from "./i18n";
import { server } from "./server";

// happy-dom measures nothing; these say so instead of being absent. Configurable, so a test may replace one.
class Silent {
  observe() {}
  unobserve() {}
  disconnect() {}
}
const absent = {
  ResizeObserver: Silent,
  matchMedia: (query: string) => ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
  }),
};
for (const [name, value] of Object.entries(absent)) {
  Object.defineProperty(window, name, { configurable: true, writable: true, value });
}
Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });
Element.prototype.scrollIntoView ??= () => {};

beforeAll(async () => {
  server.listen({ onUnhandledRequest: "error" });
  await startTestI18n();
});
beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  server.resetHandlers();
  vi.useRealTimers();
});
afterAll(() => server.close());
