import { join } from "node:path";
import { publishTraining } from "@trainwire/client";
import { describe, expect, it } from "vitest";
import { Program, python } from "./harness/program.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";
import { WatchedTraining } from "./harness/watched-training.ts";

/** Longest time from a request to a trainer that has nothing to report, in milliseconds. */
const withinMs = 2000;
const rounds = 3;

/** How long commands took to reach a trainer, in milliseconds, one after the other. */
async function deliveries(training: WatchedTraining, heard: () => Promise<void>): Promise<number[]> {
  const tookMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const arrived = heard();
    const askedAtMs = performance.now();
    const { command_id } = await training.tell("checkpoint");
    await arrived;
    tookMs.push(performance.now() - askedAtMs);
    await training.until("an answer", ({ data: { details } }) => {
      const { event } = details;
      return event?.["command_id"] === command_id && event["state"] === "refused";
    });
  }
  return tookMs;
}

describe("a command reaches a trainer that reports nothing within 2 s", () => {
  it("through the TypeScript client", async () => {
    await using server = await ServerProcess.start("--no-demo");
    let hear = Promise.withResolvers<void>();
    await using publisher = publishTraining({
      url: server.url,
      trainId: "run",
      onCommand: ({ command_id }) => {
        publisher.ack(command_id, "refused", "only a test");
        hear.resolve();
      },
    });
    const training = new WatchedTraining(server, "run");
    await server.publish("run", []);
    publisher.report({ status: "running", loss: 1 });
    await training.untilStatus("running");
    const tookMs = await deliveries(training, () => {
      hear = Promise.withResolvers();
      return hear.promise;
    });
    expect(Math.max(...tookMs)).toBeLessThan(withinMs);
  });

  it("through the Python package", async () => {
    await using server = await ServerProcess.start("--no-demo");
    await server.publish("run", []);
    const training = new WatchedTraining(server, "run");
    await using trainer = new Program(python, ["-c", listening, server.url], {
      PYTHONPATH: join(repository, "sdks/python/src"),
      TRAINWIRE_SPOOL_DIR: join(server.folder, "spool"),
    });
    await training.untilStatus("running");
    let count = 0;
    const tookMs = await deliveries(training, () => {
      count += 1;
      return trainer.says(`heard ${count}.`);
    });
    expect(Math.max(...tookMs)).toBeLessThan(withinMs);
  });
});

/** A trainer that reports once, refuses every command, and waits to be ended. */
const listening = `
import sys, threading
from trainwire import Reporter

count = 0

def on_command(command):
    global count
    count += 1
    reporter.ack(command.command_id, "refused", "only a test")
    print(f"heard {count}.")

reporter = Reporter("run", url=sys.argv[1], on_command=on_command)
reporter.log(status="running", loss=1)
threading.Event().wait()
`;
