import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const src = join(import.meta.dirname, "..");

/** Whom each room may import. A feature is its own room; test and i18n serve everyone. */
const allowed: Record<string, readonly string[]> = {
  i18n: ["lib"],
  lib: ["i18n"],
  api: ["lib", "i18n"],
  ui: ["lib", "api", "i18n"],
  features: ["lib", "ui", "api", "i18n"],
  routes: ["features", "lib", "ui", "api", "i18n", "app"],
  app: ["features", "lib", "ui", "api", "i18n", "routeTree.gen"],
};

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  );
}

function imports(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)]
    .map((match) => match[1] ?? "")
    .filter((path) => path.startsWith(".") || path.startsWith("@/"))
    .map((path) => (path.startsWith("@/") ? path.slice(2) : relative(src, resolve(dirname(file), path))));
}

/** "features/inbox/Composer" lives in the room features and the house features/inbox. */
const roomOf = (path: string) => path.split("/")[0] ?? "";
const featureOf = (path: string) => path.split("/").slice(0, 2).join("/");

it("imports run lib, ui, api → features → routes, app, never sideways", () => {
  const wrong: string[] = [];
  for (const file of files(src)) {
    const from = relative(src, file);
    const room = roomOf(from);
    if (!(room in allowed) || /\.test\.tsx?$/.test(from) || !from.includes("/")) continue;
    for (const target of imports(file)) {
      const to = roomOf(target);
      const sideways = room === "features" && to === "features" && featureOf(target) !== featureOf(from);
      if (sideways || (to !== room && !allowed[room]?.includes(to))) wrong.push(`${from} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});
