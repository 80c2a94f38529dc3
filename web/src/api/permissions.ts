import type { components } from "./schema.gen";

/** What a role may allow, as the server spells it. */
export type Permission = components["schemas"]["Permission"];
