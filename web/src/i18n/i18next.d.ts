import type dialers from "./locales/en/dialers.json";
import type dnc from "./locales/en/dnc.json";
import type handset from "./locales/en/handset.json";
import type imports from "./locales/en/imports.json";
import type inbox from "./locales/en/inbox.json";
import type message from "./locales/en/message.json";
import type providers from "./locales/en/providers.json";
import type queues from "./locales/en/queues.json";
import type senders from "./locales/en/senders.json";
import type setup from "./locales/en/setup.json";
import type shell from "./locales/en/shell.json";
import type signIn from "./locales/en/signIn.json";
import type ui from "./locales/en/ui.json";
import type users from "./locales/en/users.json";

// A namespace per feature; adding one here makes its keys typed everywhere.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: {
      shell: typeof shell;
      ui: typeof ui;
      signIn: typeof signIn;
      inbox: typeof inbox;
      dialers: typeof dialers;
      dnc: typeof dnc;
      handset: typeof handset;
      imports: typeof imports;
      message: typeof message;
      providers: typeof providers;
      queues: typeof queues;
      senders: typeof senders;
      setup: typeof setup;
      users: typeof users;
    };
  }
}
