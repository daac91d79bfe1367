import { parseReport } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { publishCommand } from "./publish-command.ts";

test("the command addresses the real server and carries an update that the protocol accepts", () => {
  const command = publishCommand(new URL("http://127.0.0.1:4321/trainings/x"), "first-training");
  expect(command).toContain("curl http://127.0.0.1:4321/api/v1/trainings/first-training/updates ");
  const body = /-d '(.*)'$/.exec(command)?.[1] ?? "";
  expect(parseReport(JSON.parse(body), "first-training")).toMatchObject({ ok: true });
});
