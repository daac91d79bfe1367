import { LogsPage } from "@trainwire/protocol";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

const requires: ["recipes"] = ["recipes"];

/** What started trainers print. */
export const logCases = [
  serverCase(
    {
      id: "log-001",
      title: "A training that the server has not started has no log, and an attempt that never was has none",
      clauses: ["LOG-01"],
      requires,
    },
    async (ctx) => {
      await ctx.onlyWhere("recipes", "the target starts no trainers");
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const path = `/api/v1/trainings/${trainer.trainId}/logs`;
      for (const query of ["", "?attempt=1", "?attempt=7"])
        ctx.http.refusal(await ctx.http.send({ path: `${path}${query}` }), 404, "not_found");
      ctx.http.refusal(await ctx.http.send({ path: `${path}?after=-1` }), 400, "bad_message");
    },
  ),
  serverCase(
    {
      id: "log-002",
      title: "A log that is read page by page is what it is when read at once, and says where it ends",
      clauses: ["LOG-02"],
      requires,
      budgetSeconds: 75,
    },
    async (ctx) => {
      await ctx.onlyWhere("recipes", "the target starts no trainers");
      const trainId = ctx.newTrainId();
      await ctx.downloader(trainId).complete(ctx.recipe);
      let whole = await page(ctx, trainId, { after: 0, wait_seconds: 5 });
      while (!whole.ended) {
        const more = await page(ctx, trainId, { after: whole.next_after, wait_seconds: 5 });
        whole = { ...more, from: whole.from, text: whole.text + more.text };
      }
      ctx.checks.that(whole.text !== "", `recipe ${ctx.recipe} prints nothing: choose one that does`);
      const bytes = Buffer.byteLength(whole.text);
      ctx.checks.equal(whole.next_after - whole.from, bytes, "the bytes from the first position to the last");
      let text = "";
      let after = whole.from;
      for (let ended = false; !ended; ) {
        const part = await page(ctx, trainId, { after, limit: Math.max(16, Math.ceil(bytes / 5)) });
        ctx.checks.equal(part.from, after, "from");
        ctx.checks.that(part.ended || part.next_after > after, `nothing behind position ${after}`);
        text += part.text;
        ({ next_after: after, ended } = part);
      }
      ctx.checks.equal(text, whole.text, "the pages, joined");
    },
  ),
];

async function page(ctx: CaseContext, trainId: string, query: Record<string, number>): Promise<LogsPage> {
  const search = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  const withinMs = ((query["wait_seconds"] ?? 0) + 5) * 1000;
  const path = `/api/v1/trainings/${trainId}/logs?${search.join("&")}`;
  const { json } = await ctx.http.expectJson({ path, withinMs });
  return ctx.checks.parse(LogsPage, json, "the page of the log");
}
