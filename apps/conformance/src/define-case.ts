import { type ClauseId, clauses } from "@trainwire/protocol";
import { z } from "zod";
import type { Checks } from "./checks.ts";
import { ClientContext } from "./client-context.ts";
import { CaseContext } from "./context.ts";
import { ConformanceError } from "./errors.ts";
import type { SystemRecording } from "./recordings/system-recording.ts";
import type { SystemScene } from "./recordings/system-recordings.ts";
import { expectSpoken, type TrainerRecording } from "./recordings/trainer-recording.ts";
import type { TrainerScene } from "./recordings/trainer-recordings.ts";
import type { Stage } from "./stage.ts";
import type { Targets } from "./targets/targets.ts";

const clauseIds = Object.keys(clauses) as [ClauseId, ...ClauseId[]];

/** The data of a case, readable without running it. */
export const CaseHeader = z
  .strictObject({
    /** Group and number; never reused. */
    id: z.string().regex(/^[a-z]+(-[a-z]+)*-\d{3}$/),
    /** What the target must do, as a fact. */
    title: z.string().min(10).max(110),
    /** The clauses that it proves. */
    clauses: z.array(z.enum(clauseIds)).min(1),
    /** Of the strongest of its clauses: a broken SHOULD is a warning. */
    level: z.enum(["MUST", "SHOULD", "MAY"]),
    roles: z.array(z.enum(["server", "client", "trainer", "system"])).min(1),
    /** Most seconds that the case may take beside the trainings it watches, at time scale 1. */
    budgetSeconds: z.number().positive().default(15),
    /**
     * What the suite needs: `process` = to stop, kill and start the server; `tokens` = that it requires them;
     * `commands` = that it takes them; `recipes` = that it starts trainers itself.
     */
    requires: z.array(z.enum(["process", "tokens", "commands", "recipes"])).default([]),
    /** The recorded scene that it judges; only for trainers and systems. */
    scene: z.string().optional(),
    /** Whether it leaves something on the target, or needs something there; if not, it is safe in production. */
    writes: z.boolean().default(true),
    /** Whether it runs while no other does: it counts sockets, or stops the target. */
    exclusive: z.boolean().default(false),
  })
  .refine(({ level, clauses: ids }) => ids.some((id) => clauses[id].level === level), {
    path: ["level"],
    error: "must be the level of one of its clauses",
  });
/** The data of a case, readable without running it. */
export type CaseHeader = z.infer<typeof CaseHeader>;

/** A case: its data header and its script. */
export interface Case {
  readonly header: CaseHeader;
  /** What it does, for people. */
  readonly script: { toString(): string };
  /** Waits for what it judges, outside of its budget. */
  prepare(targets: Targets): Promise<void>;
  /** Plays it. Throws ConformanceError `expectation` as soon as the target breaks a clause. */
  play(stage: Stage, targets: Targets): Promise<void>;
}

type RoleHeader = Omit<z.input<typeof CaseHeader>, "roles" | "level" | "scene"> & {
  readonly level?: "SHOULD";
};

/**
 * A case for servers, of level MUST unless said otherwise. The script plays viewers and trainers.
 *
 * @throws ZodError if the header has a wrong or unknown key.
 */
export function serverCase(header: RoleHeader, script: (context: CaseContext) => Promise<void>): Case {
  return {
    header: CaseHeader.parse({ level: "MUST", ...header, roles: ["server"] }),
    script,
    prepare: () => Promise.resolve(),
    play: (stage, { server }) => {
      const target = targetOf(server, "server");
      return script(
        new CaseContext(
          { ...stage, url: target.url, token: target.token, draft: target.draft },
          target,
          header.id,
        ),
      );
    },
  };
}

/**
 * A case for trainers, of level MUST unless said otherwise. It judges the recording of a scene, which several
 * cases share: a training takes its time.
 *
 * @throws ZodError if the header has a wrong or unknown key.
 */
export function trainerCase(
  header: RoleHeader & { readonly scene: TrainerScene },
  judge: (recording: TrainerRecording, checks: Checks) => void,
): Case {
  const { scene } = header;
  return {
    header: CaseHeader.parse({ level: "MUST", ...header, roles: ["trainer"] }),
    script: judge,
    prepare: async ({ trainer }) => void (await trainer?.recording(scene)),
    play: async ({ checks, trace }, { trainer }) => {
      const recording = await targetOf(trainer, "trainer").recording(scene);
      trace.adopt(recording.frames);
      expectSpoken(recording, checks);
      judge(recording, checks);
    },
  };
}

/**
 * A case for clients, of level MUST unless said otherwise. The script plays the server, and whatever lies between.
 *
 * @throws ZodError if the header has a wrong or unknown key.
 */
export function clientCase(
  header: RoleHeader & { readonly shows?: "every" },
  script: (context: ClientContext) => Promise<void>,
): Case {
  const { shows, ...rest } = header;
  return {
    header: CaseHeader.parse({ level: "MUST", budgetSeconds: 60, ...rest, roles: ["client"] }),
    script,
    prepare: () => Promise.resolve(),
    play: async (stage, { client }) => {
      const under = targetOf(client, "client");
      if (shows === "every" && under.target.shows !== "every")
        throw new ConformanceError("not_applicable", "concerns clients that show every update");
      await using context = new ClientContext(stage, under, header.id);
      await script(context);
    },
  };
}

/**
 * A case for a server and a trainer together, of level MUST unless said otherwise. It judges the recording of a
 * scene, as cases for trainers do.
 *
 * @throws ZodError if the header has a wrong or unknown key.
 */
export function systemCase(
  header: RoleHeader & { readonly scene: SystemScene },
  judge: (recording: SystemRecording, checks: Checks) => void,
): Case {
  const { scene } = header;
  return {
    header: CaseHeader.parse({ level: "MUST", ...header, roles: ["system"] }),
    script: judge,
    prepare: async ({ system }) => void (await system?.recording(scene)),
    play: async ({ checks, trace }, { system }) => {
      const recording = await targetOf(system, "system").recording(scene);
      trace.adopt(recording.frames);
      for (const problem of recording.violations) checks.violation(problem);
      checks.that(recording.problem === undefined, recording.problem ?? "");
      judge(recording, checks);
    },
  };
}

function targetOf<T>(target: T | undefined, role: string): T {
  if (target) return target;
  throw new ConformanceError("usage", `a case of the role ${role} was played without its target`);
}
