import type { Artifact } from "@trainwire/protocol";
import { type Downloader, encodePath } from "../actors/downloader.ts";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

const requires: ["recipes"] = ["recipes"];
const budgetSeconds = 75;

/** What trainings leave for their users. */
export const artifactCases = [
  serverCase(
    {
      id: "artifact-001",
      title: "A path that is none is refused, and one of nothing is not found, for reading and deleting",
      clauses: ["ART-01"],
      requires,
    },
    async (ctx) => {
      await onlyWithRecipes(ctx);
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const downloader = ctx.downloader(trainer.trainId);
      const wrong = [
        "..%2F..%2Fetc%2Fpasswd",
        "a%2F..%2Fb",
        "a%2F.",
        "a%2F%2Fb",
        "%2Fetc%2Fpasswd",
        "a%5Cb",
        "a%00b",
      ];
      for (const path of wrong) {
        for (const method of ["GET", "DELETE"]) {
          ctx.http.refusal(await downloader.ask(path, {}, method), 400, "bad_message");
        }
      }
      for (const path of ["none", "no/ne", ".hidden"]) {
        for (const method of ["GET", "DELETE"]) {
          ctx.http.refusal(await downloader.ask(path, {}, method), 404, "not_found");
        }
      }
      const stranger = ctx.downloader(ctx.newTrainId());
      ctx.http.refusal(await stranger.ask("none"), 404, "unknown_training");
      ctx.http.refusal(await stranger.archive(), 404, "unknown_training");
      ctx.checks.equal(await downloader.list(), { artifacts: [], total_bytes: 0 }, "the list of none");
    },
  ),
  serverCase(
    {
      id: "artifact-002",
      title: "The list names every artifact by path, and each is sent whole, as a download, with its hash",
      clauses: ["ART-02", "ART-03", "ART-04"],
      requires,
      budgetSeconds,
    },
    async (ctx) => {
      const { downloader, artifacts, total } = await left(ctx);
      const paths = artifacts.map(({ path }) => path);
      ctx.checks.equal(paths, [...new Set(paths)].sort(), "the paths, in order");
      ctx.checks.equal(
        total,
        artifacts.reduce((sum, { bytes }) => sum + bytes, 0),
        "total_bytes",
      );
      for (const artifact of smallFirst(artifacts).slice(0, 3)) {
        const { etag } = await downloader.download(artifact);
        const head = await downloader.ask(encodePath(artifact.path), {}, "HEAD");
        ctx.checks.equal(
          [head.status, head.headers.etag, head.headers["content-length"], head.bytes.length],
          [200, etag, String(artifact.bytes), 0],
          `HEAD ${artifact.path}`,
        );
        const { "content-disposition": disposition, "x-content-type-options": sniff } = head.headers;
        ctx.checks.that(/^attachment\b/.test(disposition ?? ""), `Content-Disposition is ${disposition}`);
        ctx.checks.equal(sniff, "nosniff", "X-Content-Type-Options");
      }
    },
  ),
  serverCase(
    {
      id: "artifact-003",
      title: "A part is sent of what is asked for, and none behind the end or of another file",
      clauses: ["ART-05", "ART-06"],
      requires,
      budgetSeconds,
    },
    async (ctx) => {
      const { downloader, artifact, bytes, etag } = await someBytes(ctx);
      const path = encodePath(artifact.path);
      const size = bytes.length;
      const parts = [
        ["bytes=1-2", 1, 3],
        [`bytes=${size - 2}-`, size - 2, size],
        ["bytes=-3", size - 3, size],
        [`bytes=0-${size + 100}`, 0, size],
        [`bytes=-${size + 100}`, 0, size],
      ] as const;
      for (const [range, from, to] of parts) {
        const answer = await downloader.ask(path, { range, "if-range": etag });
        ctx.checks.equal(
          [answer.status, answer.headers["content-range"], answer.bytes.toString("hex")],
          [206, `bytes ${from}-${to - 1}/${size}`, bytes.subarray(from, to).toString("hex")],
          `the part ${range}`,
        );
      }
      const behind = await downloader.ask(path, { range: `bytes=${size}-` });
      ctx.http.refusal(behind, 416, "range_not_satisfiable");
      ctx.checks.equal(behind.headers["content-range"], `bytes */${size}`, "Content-Range behind the end");
      const other = await downloader.ask(path, { range: "bytes=1-2", "if-range": '"another"' });
      ctx.checks.equal([other.status, other.bytes.length], [200, size], "the part of another file");
    },
  ),
  serverCase(
    {
      id: "artifact-004",
      title: "An artifact is not sent to who has it",
      clauses: ["ART-07"],
      requires,
      budgetSeconds,
    },
    async (ctx) => {
      const { downloader, artifact, etag } = await someBytes(ctx);
      const path = encodePath(artifact.path);
      const known = await downloader.ask(path, { "if-none-match": `"another", ${etag}` });
      ctx.checks.equal(
        [known.status, known.bytes.length, known.headers.etag],
        [304, 0, etag],
        "what is known",
      );
      const unknown = await downloader.ask(path, { "if-none-match": '"another"' });
      ctx.checks.equal([unknown.status, unknown.bytes.length], [200, artifact.bytes], "what is not");
    },
  ),
  serverCase(
    {
      id: "artifact-005",
      title: "The archive is a tar file of what is listed",
      clauses: ["ART-08"],
      requires,
      budgetSeconds,
    },
    async (ctx) => {
      const { downloader, artifact, artifacts, bytes } = await someBytes(ctx);
      const { status, headers, bytes: tar } = await downloader.archive();
      ctx.checks.equal([status, headers["content-type"]], [200, "application/x-tar"], "the archive's head");
      ctx.checks.that(tar.length % 512 === 0 && tar.length > 0, `${tar.length} bytes are no tar file`);
      ctx.checks.that(
        tar.subarray(-1024).every((byte) => byte === 0),
        "the archive has no end",
      );
      for (const { path } of artifacts) {
        ctx.checks.that(tar.includes(path.slice(-90)), `the archive does not name ${path}`);
      }
      ctx.checks.that(tar.includes(bytes), `the archive does not hold ${artifact.path}`);
      ctx.http.refusal(await downloader.archive("?under=none"), 404, "not_found");
      ctx.http.refusal(await downloader.archive("?under=.."), 400, "bad_message");
    },
  ),
  serverCase(
    {
      id: "artifact-006",
      title: "An artifact that was deleted is neither listed nor sent any more, and the others are",
      clauses: ["ART-09"],
      requires,
      budgetSeconds,
    },
    async (ctx) => {
      const { downloader, artifact, artifacts } = await someBytes(ctx);
      const path = encodePath(artifact.path);
      ctx.checks.equal((await downloader.ask(path, {}, "DELETE")).status, 204, "status of the deletion");
      ctx.http.refusal(await downloader.ask(path), 404, "not_found");
      ctx.http.refusal(await downloader.ask(path, {}, "DELETE"), 404, "not_found");
      const rest = artifacts.filter((each) => each !== artifact).map((each) => each.path);
      ctx.checks.equal(
        (await downloader.list()).artifacts.map((each) => each.path),
        rest,
        "what is left",
      );
    },
  ),
];

/** What a recipe of the target has left. */
async function left(ctx: CaseContext) {
  await onlyWithRecipes(ctx);
  const downloader: Downloader = ctx.downloader(ctx.newTrainId());
  await downloader.complete(ctx.recipe);
  const { artifacts, total_bytes: total } = await downloader.list();
  ctx.checks.that(artifacts.length > 0, `recipe ${ctx.recipe} has left no artifact`);
  return { downloader, artifacts, total };
}

/** An artifact with a few bytes at least, and those. */
async function someBytes(ctx: CaseContext) {
  const { downloader, artifacts } = await left(ctx);
  const artifact = ctx.checks.present(
    smallFirst(artifacts).find(({ bytes }) => bytes >= 8),
    "an artifact of 8 bytes or more",
  );
  return { downloader, artifacts, artifact, ...(await downloader.download(artifact)) };
}

function smallFirst(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.toSorted((one, other) => one.bytes - other.bytes);
}

async function onlyWithRecipes(ctx: CaseContext): Promise<void> {
  await ctx.onlyWhere("recipes", "the target starts no trainers");
}
