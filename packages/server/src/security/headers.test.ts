import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { testServer } from "../testing/test-server.ts";

it("pages may load what is the server's own, run no inline script, and be in no frame", async () => {
  using folder = temporaryFolder();
  const dashboardFolder = join(folder.path, "dashboard");
  mkdirSync(dashboardFolder);
  writeFileSync(join(dashboardFolder, "index.html"), "<title>Trainwire</title>");
  await using server = await testServer({ dashboardFolder });
  for (const path of ["/", "/trainings/run", "/index.html"]) {
    const { headers } = await server.get(path, { accept: "text/html" });
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  }
});

it("no answer is taken for another type than it says, refusals included", async () => {
  await using server = await testServer();
  for (const path of ["/", "/healthz", "/api/v1/trainings", "/api/v1/nothing"]) {
    expect((await server.get(path)).headers.get("x-content-type-options")).toBe("nosniff");
  }
  const refused = await server.get("/healthz", { origin: "http://evil.example" });
  expect([refused.status, refused.headers.get("x-content-type-options")]).toEqual([403, "nosniff"]);
});
