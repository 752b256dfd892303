import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { emergencyWorker } from "./build/emergency-worker.mjs";
import { firstLoadChunks } from "./build/first-load.mjs";
import { precompress } from "./build/precompress.mjs";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const SERVER = "http://localhost:8080";

export default defineConfig({
  plugins: [optimizeLocales.vite({ locales: ["ja-JP", "en-US"] }), react(), emergencyWorker(), precompress()],
  resolve: { alias: { "@": path("./src") } },
  build: {
    // Nothing is inlined: the content security policy allows files of this host only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [firstLoadChunks([path("./src/main.tsx"), path("./src/features/home/HomePage.tsx")])],
        },
      },
      input: { index: path("./index.html"), emergency: path("./emergency.html"), offline: path("./offline.html") },
    },
  },
  server: {
    proxy: { "/api": SERVER, "/socket.io": { target: SERVER, ws: true } },
  },
  test: {
    // A test that needs the browser's storage says so itself (@vitest-environment): it takes seconds to start.
    environment: "node",
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    restoreMocks: true,
  },
});
