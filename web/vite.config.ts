import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.CHASQUI_URL ?? "http://127.0.0.1:8080";
const proxy = {
  "/api": server,
  "/openapi": server,
  "/health": server,
  "/live": { target: server, ws: true },
};

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      routesDirectory: "src/routes",
      generatedRouteTree: "src/routeTree.gen.ts",
      quoteStyle: "double",
    }),
    react(),
  ],
  resolve: { tsconfigPaths: true },
  server: { proxy },
  preview: { proxy },
  build: { target: "es2023", sourcemap: true },
});
