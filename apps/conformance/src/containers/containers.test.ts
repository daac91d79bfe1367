import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";
import { startFakeDocker } from "../testing/fake-docker.ts";
import { isDeadRun, newRunName, runLabel } from "./run-label.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

function conformance(dockerHost: string, ...args: string[]) {
  const env = { DOCKER_HOST: dockerHost };
  return execa(process.execPath, [main, ...args], { reject: false, all: true, env });
}

const trainerImage = ["run", "--role", "trainer", "--trainer-image", "example/trainer --smoke"];

test("--gpus all asks the daemon for all GPUs; exit 3 and one clear line if it has none", async () => {
  await using docker = await startFakeDocker(runLabel);
  const result = await conformance(docker.host, ...trainerImage, "--gpus", "all");
  expect(result.all).toBe(
    'the image example/trainer cannot be started with --gpus all: could not select device driver "" with capabilities: [[gpu]]',
  );
  expect(result.exitCode).toBe(3);
  const created = docker.requests.find(({ line }) => line.startsWith("POST /containers/create"));
  expect(created?.body).toMatchObject({
    Image: "example/trainer:latest",
    Cmd: ["--smoke"],
    Labels: { [runLabel]: expect.any(String) as string },
    HostConfig: {
      NetworkMode: "host",
      Init: true,
      DeviceRequests: [{ Driver: "", Count: -1, Capabilities: [["gpu"]] }],
    },
  });
  const env = (created?.body["Env"] ?? []) as string[];
  expect(env.join(" ")).toMatch(/^TRAINWIRE_URL=http:\/\/127\.0\.0\.1:\d+ TRAINWIRE_TRAIN_ID=conf-trainer-/);
});

test("without --gpus no device is asked for", async () => {
  await using docker = await startFakeDocker(runLabel);
  await conformance(docker.host, ...trainerImage);
  const created = docker.requests.find(({ line }) => line.startsWith("POST /containers/create"));
  expect(created?.body["HostConfig"]).not.toHaveProperty("DeviceRequests");
});

test("what dead runs of this machine left behind is removed, and nothing else", async () => {
  const leftOvers = {
    dead: `${hostname()}/4194305/ab12cd34`,
    alive: newRunName(),
    elsewhere: "another-machine/4194305/ab12cd34",
  };
  await using docker = await startFakeDocker(runLabel, leftOvers);
  await conformance(docker.host, ...trainerImage);
  const removed = docker.requests.map(({ line }) => line).filter((line) => line.startsWith("DELETE"));
  expect(removed).toEqual(["DELETE /containers/dead?force=true&v=true"]);
});

test.each([
  [`${hostname()}/4194305/ab12cd34`, true],
  [newRunName(), false],
  [`${hostname()}/1/ab12cd34`, false],
  ["another-machine/4194305/ab12cd34", false],
  ["no name of a run", false],
])("the run %s is dead: %s", (name, isDead) => {
  expect(isDeadRun(name)).toBe(isDead);
});
