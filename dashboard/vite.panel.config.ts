import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { packing } from "./packing.ts";

/** The side panel: one file of a lasting name, for pages of other sites. */
export default defineConfig({
  plugins: [packing()],
  publicDir: false,
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: false,
    lib: { entry: fileURLToPath(new URL("./panel/panel.ts", import.meta.url)), formats: ["es"], fileName: () => "panel.js" },
  },
});
