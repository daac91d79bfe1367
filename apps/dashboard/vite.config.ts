import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * In development the server is reached through port 3200 too, so that the session's cookie is one of the page's own
 * origin, as it is when the server serves the page.
 */
const target = process.env["TRAINWIRE_URL"] ?? "http://127.0.0.1:8000";
const proxy = { target, changeOrigin: true };

/** The dashboard as the server serves it, and its development server. */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: {
    host: "127.0.0.1",
    port: 3200,
    strictPort: true,
    proxy: { "/api/": proxy, "/ws": { ...proxy, ws: true } },
  },
  build: { target: "es2023", sourcemap: true },
});
