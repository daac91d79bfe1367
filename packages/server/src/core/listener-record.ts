import { z } from "zod";

/** What is kept of a listener of which trainers know the address, so that a server that is started again has it too. */
export const ListenerRecord = z.object({ port: z.int().min(1).max(65535) });
/** What is kept of a listener of which trainers know the address, so that a server that is started again has it too. */
export type ListenerRecord = z.infer<typeof ListenerRecord>;
