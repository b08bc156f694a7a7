// Entries are script files, one an island; the manifest tells the server which hashed files belong to which.
// Addresses inside the built files are relative, so that the same files serve below any mount point.
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  publicDir: false,
  resolve: { dedupe: ["diagram-js", "bpmn-js", "preact"] },
  build: {
    target: "es2022",
    manifest: true,
    assetsInlineLimit: 0, // fonts stay files: the content security policy names our own origin only
    chunkSizeWarningLimit: 800,
    modulePreload: { polyfill: false },
    rollupOptions: {
      checks: { eval: false }, // htmx carries one, never reached: allowEval is false and the policy forbids it
      input: { site: "src/site.js", viewer: "src/viewer.js" },
    },
  },
});
