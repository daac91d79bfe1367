import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page talks to the server itself, so nothing is proxied: same origin when built, port 8000 in development. */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { host: "127.0.0.1", port: 3200, strictPort: true },
  build: { target: "es2023", sourcemap: true },
});
