import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { readStored, writeStored } from "@/lib/storage";
import { directionOf, type Language, pickLanguage } from "./languages";

const storageKey = "chasqui.language";

// Each file is its own chunk: a reader downloads one language, and only the namespaces their pages use.
const files = import.meta.glob<{ default: Record<string, unknown> }>("./locales/*/*.json");

const chunks: BackendModule = {
  type: "backend",
  init() {},
  async read(language: string, namespace: string) {
    const load = files[`./locales/${language}/${namespace}.json`];
    return load ? (await load()).default : {};
  },
};

export async function startI18n() {
  await i18next
    .use(chunks)
    .use(initReactI18next)
    .init({
      lng: pickLanguage([readStored(storageKey), ...navigator.languages]),
      fallbackLng: "en",
      ns: ["shell", "ui"],
      defaultNS: "shell",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  applyToDocument();
}

export async function changeLanguage(language: Language) {
  await i18next.changeLanguage(language);
  writeStored(storageKey, language);
  applyToDocument();
}

function applyToDocument() {
  document.documentElement.lang = i18next.language;
  document.documentElement.dir = directionOf(i18next.language);
}
