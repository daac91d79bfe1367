import type { CommandName, CommandStanding } from "@trainwire/protocol";
import { type FormEvent, useState } from "react";
import { useClient } from "../../../shared/client-context.tsx";
import { problemText } from "../../../shared/problem-text.ts";
import { Dialog, DialogButtons } from "../../../shared/ui/dialog.tsx";
import { commandWords } from "./command-words.ts";

/** What `CommandDialog` asks about. */
export interface CommandDialogProps {
  readonly trainId: string;
  readonly command: CommandName;
  readonly onSent: (command: CommandStanding) => void;
  readonly onClose: () => void;
}

/** Asks before a command is sent, and for a reason if there is one: it stands in the training's log. */
export function CommandDialog({ trainId, command, onSent, onClose }: CommandDialogProps) {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { verb, says, isDangerous } = commandWords[command];
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get("reason");
    const reason = typeof given === "string" ? given.trim() : "";
    setBusy(true);
    try {
      const answer = await client.command(trainId, command, reason === "" ? {} : { reason });
      onSent(answer.command);
      onClose();
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`${verb}: ${trainId}`} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <p className="text-muted">{says}</p>
        <label className="grid gap-1">
          <span className="label">Why, if you like</span>
          <input name="reason" maxLength={1000} className="input" />
        </label>
        {problem !== null && (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
        <DialogButtons action={verb} isDangerous={isDangerous} isBusy={isBusy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
