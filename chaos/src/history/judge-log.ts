import type { Finding, TrainingHistory } from "./history.ts";
import { dataOf, isTerminal, markOf } from "./stored-data.ts";

/** Judges what is stored: dense from 1, attempts in order, one terminal at the end. */
export function judgeLog({ trainId, log }: TrainingHistory): Finding[] {
  const findings: Finding[] = [];
  const find = (code: Finding["code"], what: string) => findings.push({ code, who: trainId, what });
  const terminals: number[] = [];
  let attempt = 0;
  for (const [index, { seq, text }] of log.entries()) {
    if (seq !== index + 1) find("log", `position ${index + 1} of the log holds seq ${seq}`);
    const data = dataOf(text);
    if (data.attempt < attempt) find("log", `seq ${seq} is of attempt ${data.attempt} after ${attempt}`);
    attempt = data.attempt;
    if (isTerminal(data)) terminals.push(seq);
  }
  if (terminals.length !== 1) find("terminal", `the log has ${terminals.length} terminal updates`);
  else if (terminals[0] !== log.length) find("terminal", `updates follow the terminal ${terminals[0]}`);
  return findings;
}

/** Judges every record that trainers sent: acknowledged = stored once, refused = not stored, in each producer's order. */
export function judgeSent({ trainId, log, sent }: TrainingHistory): Finding[] {
  const findings: Finding[] = [];
  const find = (code: Finding["code"], what: string) => findings.push({ code, who: trainId, what });
  const seqs = new Map<string, number[]>();
  for (const { seq, text } of log) {
    const mark = markOf(dataOf(text));
    if (mark !== undefined) seqs.set(mark, [...(seqs.get(mark) ?? []), seq]);
  }
  const lastOf = new Map<string, number>();
  for (const { mark, fate, producerId } of sent) {
    const at = seqs.get(mark) ?? [];
    seqs.delete(mark);
    const [first] = at;
    if (at.length > 1) find("repeated", `record ${mark} is stored as seq ${at.join(" and ")}`);
    if (fate === "acknowledged" && first === undefined)
      find("lost", `record ${mark} was acknowledged and is not stored`);
    if (fate === "refused" && first !== undefined)
      find("refused_but_stored", `record ${mark} was refused and is stored as seq ${first}`);
    if (producerId === undefined || first === undefined) continue;
    if (first < (lastOf.get(producerId) ?? 0))
      find("reordered", `record ${mark} is stored before an earlier one of its producer`);
    lastOf.set(producerId, first);
  }
  for (const [mark, at] of seqs) find("log", `seq ${at.join()} holds record ${mark}, which nobody sent`);
  return findings;
}
