import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { languages } from "./languages";

const root = join(import.meta.dirname, "locales");
const namespaces = readdirSync(join(root, "en"));

function flatten(value: unknown, prefix = ""): string[] {
  if (typeof value === "string") return [prefix];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    flatten(inner, prefix ? `${prefix}.${key}` : key),
  );
}

const keysOf = (language: string, file: string) =>
  flatten(JSON.parse(readFileSync(join(root, language, file), "utf8")));

const plural = /_(zero|one|two|few|many|other)$/;

/** The keys a language must have: English's, with every plural spelled in the language's own forms. */
function expected(language: string, file: string) {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const english = keysOf("en", file);
  const plurals = new Set(
    english.filter((key) => key.endsWith("_other")).map((key) => key.replace(plural, "")),
  );
  const plain = english.filter((key) => !plural.test(key));
  return [...plain, ...[...plurals].flatMap((key) => forms.map((form) => `${key}_${form}`))].sort();
}

describe.each(namespaces)("%s", (file) => {
  it.each(languages.map(({ code }) => code))("says the same in %s", (language) => {
    expect(keysOf(language, file).sort()).toEqual(expected(language, file));
  });
});

it("keeps every placeholder of the English text", () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort();
  const read = (language: string, file: string) => {
    const texts: Record<string, string> = {};
    const walk = (value: unknown, prefix: string) => {
      if (typeof value === "string") texts[prefix] = value;
      else for (const [key, inner] of Object.entries(value as object)) walk(inner, `${prefix}.${key}`);
    };
    walk(JSON.parse(readFileSync(join(root, language, file), "utf8")), "");
    return texts;
  };
  for (const file of namespaces) {
    const english = read("en", file);
    for (const { code } of languages) {
      for (const [key, text] of Object.entries(read(code, file))) {
        // A singular may spell its number out ("one message"), so plural forms are compared with their family.
        const source = english[key] ?? english[key.replace(plural, "_other")] ?? "";
        const wanted = placeholders(source).filter((name) => name !== "count");
        expect(
          placeholders(text).filter((name) => name !== "count"),
          `${code} ${file} ${key}`,
        ).toEqual(wanted);
      }
    }
  }
});
