import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TrainingSummary } from "@trainwire/protocol";
import { expect, it } from "vitest";
import { type FakeAnswer, fakeDocker } from "../../testing/fake-docker.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { testServer } from "../../testing/test-server.ts";

const none: FakeAnswer = { status: 404, body: { message: "none" } };
const answers: Record<string, FakeAnswer> = {
  "GET /info": { body: { SecurityOptions: [] } },
  "GET /images/some/image/json": { body: {} },
  "POST /containers/create": { status: 201, body: { Id: "X" } },
  "POST /containers/X/start": { status: 204 },
  "GET /containers/X/json": { body: { State: { Status: "running", Running: true } } },
  "POST /containers/X/wait": "stay silent",
  "GET /containers/X/logs": "stay silent",
};

it("a server stops in time while Docker is away, and the next takes its training up", {
  timeout: 30_000,
}, async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "any.yaml"), "title: Any\nlauncher: docker\nimage: some/image\n");
  const dockerSocket = join(folder.path, "docker.sock");
  const options = { recipesFolder: folder.path, dockerSocket, trainerHost: "127.0.0.2" };
  const serve = () => testServer({ dataFolder: join(folder.path, "data"), ...options });
  let asked: string[] = [];
  let isMade = false;
  const daemon = (answer: (request: string) => FakeAnswer) => {
    asked = [];
    return fakeDocker(dockerSocket, (request) => {
      asked.push(request);
      isMade ||= request === "POST /containers/create";
      return answer(request);
    });
  };
  const sane = (request: string) =>
    request === "GET /containers/X/json" && !isMade ? none : (answers[request] ?? none);
  const isAsked = (request: string) => expect.poll(() => asked, { timeout: 5000 }).toContain(request);
  {
    await using _daemon = await daemon(sane);
    await using first = await serve();
    const started = await fetch(`${first.url}/api/v1/trainings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"train_id":"run","recipe":"any"}',
    });
    expect(started.status).toBe(201);
    await isAsked("POST /containers/X/wait");
  }
  {
    await using _daemon = await daemon(() => "hang up");
    await using second = await serve();
    await isAsked("GET /containers/X/json");
    const beganMs = performance.now();
    await second.close();
    expect(performance.now() - beganMs).toBeLessThan(8000);
  }
  await using _daemon = await daemon(sane);
  await using third = await serve();
  await isAsked("POST /containers/X/wait");
  const shown = (await (await third.get("/api/v1/trainings/run")).json()) as TrainingSummary;
  expect(shown.attempts).toMatchObject([{ attempt: 1 }]);
  expect(asked).not.toContain("POST /containers/create");
});
