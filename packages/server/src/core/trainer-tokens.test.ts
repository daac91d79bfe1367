import { expect, it } from "vitest";
import { withStoredTokens } from "../storage/token-store.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { TrainerTokens } from "./trainer-tokens.ts";

it("a trainer's token publishes its own training and does nothing else", async () => {
  using folder = temporaryFolder();
  await withStoredTokens(folder.path, async (tokens) => {
    const made = await new TrainerTokens(tokens).make("run", 3, Date.now());
    const grant = tokens.find(made.token, Date.now());
    expect(grant?.terms).toMatchObject({ scopes: ["publish"], trainIds: "run", attempt: 3 });
    expect(grant?.covers("run2")).toBe(false);
    expect(tokens.list()).toEqual([
      expect.objectContaining({ name: "trainer, attempt 3", train_ids: "run" }),
    ]);
  });
});

it("it is known after a restart, and ends with its attempt, also where a killed server forgot it", async () => {
  using folder = temporaryFolder();
  const [first, second] = await withStoredTokens(folder.path, async (tokens) => {
    const trainers = new TrainerTokens(tokens);
    return [await trainers.make("a", 1, Date.now()), await trainers.make("b", 1, Date.now())];
  });
  await withStoredTokens(folder.path, async (tokens) => {
    const mine = await tokens.create({ name: "mine", scopes: ["publish"] }, Date.now());
    const trainers = new TrainerTokens(tokens);
    await trainers.revokeUnheld(new Set([first?.token_id ?? ""]), new Set(["a", "b"]));
    const isValid = ({ token }: { token: string }) => tokens.find(token, Date.now()) !== undefined;
    expect([first, second, mine].map((made) => made && isValid(made))).toEqual([true, false, true]);
    await trainers.revoke(first?.token_id ?? "");
    await trainers.revoke(first?.token_id ?? "");
    expect(tokens.list().map(({ name }) => name)).toEqual(["mine"]);
  });
});

it("a server with no token but those of trainers has none that its owner could log in with", async () => {
  using folder = temporaryFolder();
  await withStoredTokens(folder.path, async (tokens) => {
    await new TrainerTokens(tokens).make("run", 1, Date.now());
    expect(tokens.count).toBe(0);
  });
});
