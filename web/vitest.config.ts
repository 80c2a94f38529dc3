import { defineConfig } from "vitest/config";

// Two projects: plain logic runs in Node; only *.test.tsx pays for a DOM. Without isolation a DOM file
// costs a fifth as much; src/test/setup.ts resets what files could leave behind.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    isolate: false,
    testTimeout: 15_000,
    projects: [
      {
        extends: true,
        test: { name: "unit", environment: "node", include: ["src/**/*.test.ts"], globals: true },
      },
      {
        extends: true,
        test: {
          name: "dom",
          environment: "happy-dom",
          include: ["src/**/*.test.tsx"],
          globals: true,
          setupFiles: "src/test/setup.ts",
        },
      },
    ],
  },
});
