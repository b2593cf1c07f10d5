import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { packing } from "./packing.ts";

const server = process.env.VITRINE_SERVER ?? "http://127.0.0.1:8002";

export default defineConfig({
  plugins: [react(), tailwindcss(), packing()],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 600 },
  server: { proxy: Object.fromEntries(["/api", "/auth", "/ai", "/pictures", "/health", "/docs"].map((path) => [path, server])) },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
