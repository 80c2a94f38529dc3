import type inbox from "./locales/en/inbox.json";
import type shell from "./locales/en/shell.json";
import type signIn from "./locales/en/signIn.json";
import type ui from "./locales/en/ui.json";

// A namespace per feature; adding one here makes its keys typed everywhere.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: { shell: typeof shell; ui: typeof ui; signIn: typeof signIn; inbox: typeof inbox };
  }
}
