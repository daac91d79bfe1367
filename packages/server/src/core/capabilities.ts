/** What this server can do beyond the least that version 1 asks for. */
export const capabilities = ["resume", "trainings"] as const;
