/** Where the server under test listens, and the key the tests use to arrange data through its API. */
export const serverUrl = process.env.CHASQUI_E2E_URL ?? "http://127.0.0.1:4199";
export const bootstrapApiKey = process.env.CHASQUI_E2E_KEY ?? "cq_e2e_only_0123456789abcdef0123456789abcdef";
