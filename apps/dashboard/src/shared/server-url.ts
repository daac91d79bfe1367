/**
 * Where the server is: the page's own origin when the server serves the page; in development
 * `VITE_TRAINWIRE_URL`, by default http://127.0.0.1:8000.
 */
export function serverUrl(): string {
  const configured: unknown = import.meta.env["VITE_TRAINWIRE_URL"];
  if (typeof configured === "string" && configured !== "") return configured;
  return import.meta.env.DEV ? "http://127.0.0.1:8000" : window.location.origin;
}
