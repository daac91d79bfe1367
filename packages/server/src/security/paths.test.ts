import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { type TestServer, testServer } from "../testing/test-server.ts";

const secret = "nobody may read this";
const folder = temporaryFolder();
let server: TestServer;

beforeAll(async () => {
  const dashboardFolder = join(folder.path, "dashboard");
  mkdirSync(join(dashboardFolder, "assets"), { recursive: true });
  writeFileSync(join(folder.path, "secret.txt"), secret);
  writeFileSync(join(dashboardFolder, "index.html"), "<title>Trainwire</title>");
  writeFileSync(join(dashboardFolder, ".env"), secret);
  writeFileSync(join(dashboardFolder, "assets", "main.js"), "// the dashboard");
  symlinkSync(join(folder.path, "secret.txt"), join(dashboardFolder, "inside.txt"));
  server = await testServer({ dashboardFolder });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** The whole answer to a path sent as it is: `fetch` would tidy it up first. */
async function rawGet(path: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString("latin1");
  });
  socket.on("error", () => undefined);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
    "latin1",
  );
  await new Promise((resolve) => socket.on("close", resolve));
  return answer;
}

const up = [
  "../",
  "%2e%2e/",
  "..%2f",
  "%2e%2e%2f",
  "%252e%252e%252f",
  "..\\",
  "..%5c",
  "%2e%2e%5c",
  "..%255c",
];
const more = [
  "..%00/",
  ".%00./",
  "....//",
  "%c0%ae%c0%ae/",
  "..;/",
  "%uff0e%uff0e/",
  "./../",
  "//../",
  ".%2e/",
];
const prefixes = ["/", "/assets/", "/assets/..%2f", "/api/v1/trainings/", "/ws/training/"];

describe("a path that leaves its folder", () => {
  it.each(prefixes)("from %s leads to no file, however it is written", async (prefix) => {
    for (const step of [...up, ...more]) {
      for (const depth of [1, 2, 8]) {
        for (const file of ["secret.txt", "secret.txt%00.html", "etc/passwd"]) {
          const path = `${prefix}${step.repeat(depth)}${file}`;
          const answer = await rawGet(path);
          expect([path, answer]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 (200|4\d\d) /)]);
          expect([path, answer]).not.toEqual([path, expect.stringContaining(secret)]);
          expect([path, answer]).not.toEqual([path, expect.stringContaining("root:")]);
          // A page that the dashboard itself has no route for is its own page, and nothing else.
          if (answer.startsWith("HTTP/1.1 200")) expect(answer).toContain("<title>Trainwire</title>");
        }
      }
    }
  });

  it("absolute, or with a host of its own, leads to no file either", async () => {
    const file = join(folder.path, "secret.txt");
    for (const path of [
      file,
      `/${file}`,
      `//${file}`,
      `/assets/${file}`,
      `file://${file}`,
      `http://localhost${file}`,
    ]) {
      expect([path, await rawGet(path)]).not.toEqual([path, expect.stringContaining(secret)]);
    }
  });
});

describe("the dashboard's folder", () => {
  it("gives out its files", async () => {
    expect(await (await server.get("/assets/main.js")).text()).toBe("// the dashboard");
  });

  it("lists nothing, and gives out no hidden file", async () => {
    for (const path of ["/.env", "/%2eenv", "/assets/", "/assets"]) {
      const answer = await server.get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toContain(secret);
    }
  });

  it("gives out no file that a link leads to outside of it", async () => {
    const answer = await server.get("/inside.txt");
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain(secret);
  });
});
