/** The section of PROTOCOL.md for a message that names a training. */
export function sectionOf({ name, says }: { readonly name: string; readonly says: string }): string {
  return `### ${name}

${says}

\`\`\`json
{ "type": "${name}", "train_id": "job_abc123" }
\`\`\`

| field | type | unit | meaning |
|---|---|---|---|
| \`type\` | text | | |
| \`train_id\` | id | | The training. |

`;
}

/** Good and bad examples of it, by their path among the fixtures. */
export function examplesOf(name: string): Record<string, unknown> {
  const plain = { type: name, train_id: "job_abc123" };
  const valid = {
    plain: { why: "The plain form.", message: plain },
    "short-id": { why: "An id may be one character long.", message: { ...plain, train_id: "a" } },
    "unknown-field": {
      why: "A field that this version does not know is ignored.",
      text: JSON.stringify({ ...plain, newer: true }),
      message: plain,
    },
  };
  const invalid = {
    "no-id": { why: "It names no training.", code: "bad_message", text: JSON.stringify({ type: name }) },
    "malformed-id": {
      why: "An id begins with a letter or a digit.",
      code: "bad_id",
      text: JSON.stringify({ ...plain, train_id: "../etc" }),
    },
    "array-id": {
      why: "An id is a text.",
      code: "bad_id",
      text: JSON.stringify({ ...plain, train_id: ["job_abc123"] }),
    },
  };
  return Object.fromEntries(
    Object.entries({ valid, invalid }).flatMap(([kind, examples]) =>
      Object.entries(examples).map(([file, example]) => [`${kind}/${name}/${file}.json`, example]),
    ),
  );
}
