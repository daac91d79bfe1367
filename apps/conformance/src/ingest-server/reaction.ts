/**
 * What the server does with a request that brings records: `store` it; `store late` holds its answer back;
 * `refuse` answers 503; `cut` drops the connection and stores nothing; `lose answer` stores and drops the
 * connection; `reject first` says that the first record was wrong, and stores the others.
 */
export type Reaction = "store" | "store late" | "refuse" | "cut" | "lose answer" | "reject first";
