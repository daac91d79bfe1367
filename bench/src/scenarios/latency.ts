import { join } from "node:path";
import { execa } from "execa";
import { BenchError } from "../errors.ts";
import { builtProgram, repository } from "../folders.ts";
import { ProbeResult } from "../probes/probe-result.ts";
import { pinned } from "../processes/pinned.ts";
import { type ProgramOptions, toArguments } from "../processes/program-options.ts";
import { RunningServer } from "../processes/running-server.ts";
import { trainwire } from "../servers/trainwire.ts";
import type { Contender, Form, Scenario } from "./scenario.ts";

const trainings = 10;
const reportsPerSecond = 200;

/** From the trainer's call to the viewer's callback, through our own SDKs on both sides. */
export function latencyScenario(form: Form): Scenario {
  return {
    id: "latency",
    title: "From the trainer's call to the viewer's callback",
    what:
      `${trainings} trainings report ${reportsPerSecond} times a second in all, on schedule; the TypeScript client follows each. ` +
      "By default the SDKs gather reports for 100 ms, so that is what their latency is made of.",
    unit: "report",
    latency: "from when the report was due until the viewer's code had the update",
    contenders: [
      probing(form, { id: "typescript-1ms", title: "TypeScript, flushMs 1", given: { "flush-ms": 1 } }),
      probing(form, { id: "typescript", title: "TypeScript, as it is", given: {} }),
      {
        ...probing(form, { id: "python", title: "Python SDK, as it is", given: { trainer: "python" } }),
        whyNot: whyNoPython,
      },
    ],
    rounds: form.rounds(3),
  };
}

interface Probe {
  readonly id: string;
  readonly title: string;
  readonly given: ProgramOptions;
}

function probing(form: Form, { id, title, given }: Probe): Contender {
  return {
    id,
    title,
    note: "publisher, server (log on) and client of this project; publisher and client share a CPU",
    whyNot: () => Promise.resolve(undefined),
    measure: async () => {
      await using running = await RunningServer.start(trainwire.start);
      const options = {
        url: running.url,
        trainings,
        rate: reportsPerSecond,
        seconds: form.seconds(5),
        ...given,
      };
      const command = [
        process.execPath,
        builtProgram("probes/latency-probe.js"),
        ...toArguments(options),
      ] as const;
      const [program, ...rest] = pinned("load", command);
      const { stdout, stderr, failed } = await execa(program, rest, { reject: false, timeout: 120_000 });
      if (failed) throw new BenchError("harness_failed", `The latency probe failed: ${stderr.slice(-500)}`);
      const { latencyMs, lost, repeated } = ProbeResult.parse(JSON.parse(stdout));
      return { latencyMs, lost, repeated, faults: 0 };
    },
  };
}

async function whyNoPython(): Promise<string | undefined> {
  const python = process.env["TRAINWIRE_PYTHON"] ?? "python3";
  const env = { PYTHONPATH: join(repository, "sdks/python/src") };
  const { failed } = await execa(python, ["-c", "import trainwire"], { env, reject: false });
  return failed ? `${python} cannot import the SDK: it needs Python 3.11 or newer` : undefined;
}
