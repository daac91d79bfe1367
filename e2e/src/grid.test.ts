import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { python, pythonHas } from "./harness/program.ts";
import { repository } from "./harness/server-process.ts";

const withoutWebsockets = !pythonHas("websockets") && process.env["CI"] === undefined;
if (withoutWebsockets) console.warn("skipping the grid of versions: pip install websockets");

it.skipIf(withoutWebsockets)(
  "the packages, packed and installed elsewhere, work with each other, the frozen release and the older programs, and not with a server that answers 200 to everything",
  { timeout: 300_000 },
  async () => {
    const mute = createServer((_request, response) => response.end("{}"));
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void mute.close());
    const url = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const grid = join(repository, "scripts/grid/run.ts");
    const args = [grid, "--shard", "1/40", "--server", url, "current"];
    const env = { TRAINWIRE_PYTHON: python, NO_COLOR: "1" };
    const { exitCode, all } = await execa(process.execPath, args, { reject: false, all: true, env });
    expect(all.match(/^works {2}.*server current/gm), all).toHaveLength(7);
    expect(all.match(/^FAILS {2}.*server http/gm), all).toHaveLength(7);
    expect(exitCode).toBe(1);
  },
);
