import i18next from "i18next";
import { initReactI18next } from "react-i18next";

const files = import.meta.glob<Record<string, unknown>>("../i18n/locales/en/*.json", {
  eager: true,
  import: "default",
});

/** English, loaded at once: components under test never suspend. */
export async function startTestI18n() {
  if (i18next.isInitialized) return;
  const en = Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [path.split("/").at(-1)?.replace(".json", ""), texts]),
  );
  await i18next.use(initReactI18next).init({
    lng: "en",
    resources: { en } as never,
    defaultNS: "shell",
    interpolation: { escapeValue: false },
  });
}
