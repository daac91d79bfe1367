import { describe, expect, it } from "vitest";
import type { Launch } from "../../core/launcher.ts";
import { type ContainerProgram, containerOptions } from "./container-options.ts";

const program: ContainerProgram = {
  launcher: "docker",
  image: "some/image",
  args: ["--steps", "7"],
  limits: {},
};
const launch: Launch = {
  trainId: "run.1",
  attempt: 2,
  launchId: "an-id",
  folder: "/data/runs/run.1",
  program,
  token: "tw_secret",
  env: { SEED: "7", HOME: "/elsewhere" },
  gpus: [],
};
const where = { url: "http://172.17.0.1:4000", user: { uid: 1000, gid: 100 } };

const made = (changed: Partial<Launch> = {}, limits: ContainerProgram["limits"] = {}) => {
  const options = containerOptions({ ...launch, ...changed }, { ...program, limits }, where);
  return { ...options, host: options.HostConfig ?? {} };
};

describe("a container", () => {
  it("has no right that a trainer does not need", () => {
    expect(made().User).toBe("1000:100");
    expect(made().host).toMatchObject({
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      ReadonlyRootfs: true,
      NetworkMode: "bridge",
      RestartPolicy: { Name: "" },
    });
    expect(made().host).not.toHaveProperty("Privileged");
  });

  it("sees of its run folder what it writes, and not its log or the launcher's notes", () => {
    expect(made().host.Binds).toEqual([
      "/data/runs/run.1/artifacts:/trainwire/artifacts",
      "/data/runs/run.1/spool:/trainwire/spool",
    ]);
    expect(made({ resumeFrom: "checkpoints/a.pt" }).Env).toEqual(
      expect.arrayContaining([
        "TRAINWIRE_RUN_DIR=/trainwire/artifacts",
        "TRAINWIRE_RESUME_FROM=/trainwire/artifacts/checkpoints/a.pt",
        "TRAINWIRE_URL=http://172.17.0.1:4000",
        "SEED=7",
        "HOME=/elsewhere",
      ]),
    );
  });

  it("is found by its name and its label", () => {
    expect(made().name).toBe("trainwire-run.1-2-an-id");
    expect(made().Labels).toMatchObject({ "trainwire.launch": "an-id" });
  });

  it("is given the GPUs of its launch by their numbers, and none without", () => {
    const gpus = made({ gpus: [1, 3] });
    expect(gpus.host.DeviceRequests).toEqual([
      { Driver: "", DeviceIDs: ["1", "3"], Capabilities: [["gpu"]] },
    ]);
    // Inside they are numbered anew.
    expect(gpus.Env?.some((each) => /^(CUDA|NVIDIA)_VISIBLE_DEVICES=/.test(each))).toBe(false);
    expect(made().host).not.toHaveProperty("DeviceRequests");
    expect(made().Env).toContain("NVIDIA_VISIBLE_DEVICES=void");
  });

  it("is limited as its recipe says, without swap beside its memory", () => {
    const gib = 1024 ** 3;
    expect(made({}, { memoryBytes: 4 * gib, cpus: 1.5, pids: 200 }).host).toMatchObject({
      Memory: 4 * gib,
      MemorySwap: 4 * gib,
      NanoCpus: 1_500_000_000,
      PidsLimit: 200,
      ShmSize: 2 * gib,
    });
    expect(made().host).not.toHaveProperty("Memory");
    expect(made().host.ShmSize).toBe(8 * gib);
  });
});
