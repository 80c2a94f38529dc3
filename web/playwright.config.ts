import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { bootstrapApiKey, serverUrl } from "./e2e/server";

/** A folder for the server's database, gone with the process that starts the server. Workers evaluate this file too. */
function freshFolder() {
  if (process.env.TEST_WORKER_INDEX) return "";
  const folder = mkdtempSync(join(tmpdir(), "chasqui-e2e-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// The real server, on a fresh folder with its demonstration data, serves both the API and the built app.
export default defineConfig({
  testDir: "e2e",
  timeout: 30_000,
  workers: 2,
  reporter: [["list"]],
  use: {
    baseURL: serverUrl,
    trace: "retain-on-failure",
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: `dotnet ../src/Chasqui/bin/Release/net10.0/Chasqui.dll --urls ${serverUrl}`,
    url: `${serverUrl}/health/ready`,
    timeout: 120_000,
    reuseExistingServer: !process.env.CI,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      Chasqui__Demo: "true",
      Chasqui__DataFolder: freshFolder(),
      Chasqui__BootstrapApiKey: bootstrapApiKey,
    },
  },
});
