import { WebSocket } from "ws";
import { pauseUnless } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import type { Temper } from "./viewer.ts";

/** What a viewer does with one of its sockets. */
export interface SocketUse {
  readonly onOpen: (ws: WebSocket) => void;
  readonly onText: (text: string, ws: WebSocket) => void;
  /** Done now and then by restless viewers, beside cutting and closing. */
  readonly onWhim?: (ws: WebSocket) => void;
  readonly protocols?: readonly string[];
}

/** How often the silence of the server is looked at. */
const watchMs = 250;

/** Opens a socket, lives on it as the temper says, and resolves with its close code when it is gone. */
export async function useSocket(
  address: string,
  use: SocketUse,
  mood: { readonly temper: Temper; readonly dice: Dice; readonly giveUp: AbortSignal },
): Promise<number> {
  const { temper, dice, giveUp } = mood;
  const ws = new WebSocket(address, [...(use.protocols ?? [])], {
    handshakeTimeout: temper.silenceMs,
    perMessageDeflate: false,
  });
  let heardAtMs = performance.now();
  const hear = () => {
    heardAtMs = performance.now();
  };
  const watch = setInterval(() => {
    const isSilent = !ws.isPaused && performance.now() - heardAtMs > temper.silenceMs;
    if (isSilent || giveUp.aborted) ws.terminate();
  }, watchMs);
  ws.on("error", () => undefined);
  ws.on("ping", hear);
  ws.on("message", (data: Buffer) => {
    hear();
    use.onText(data.toString(), ws);
  });
  const gone = new AbortController();
  const closed = new Promise<number>((resolve) => ws.on("close", resolve));
  ws.on("open", () => {
    use.onOpen(ws);
    if (temper.isRestless || temper.isSlow) void fidget(ws, use, { temper, dice, gone: gone.signal });
  });
  const code = await closed;
  clearInterval(watch);
  gone.abort();
  return code;
}

interface Fidgeting {
  readonly temper: Temper;
  readonly dice: Dice;
  readonly gone: AbortSignal;
}

/** Does something every now and then until the socket is gone. */
async function fidget(ws: WebSocket, use: SocketUse, { temper, dice, gone }: Fidgeting): Promise<void> {
  for (;;) {
    await pauseUnless(gone, dice.int(50, 2500));
    if (gone.aborted || ws.readyState !== WebSocket.OPEN) return;
    if (temper.isSlow && dice.percent(50)) {
      ws.pause();
      await pauseUnless(gone, dice.int(500, 3500));
      ws.resume();
    } else if (temper.isRestless) {
      const act = dice.pick(["cut", "close", "whim", "whim"]);
      if (act === "cut") return ws.terminate();
      if (act === "close") return ws.close();
      use.onWhim?.(ws);
    }
  }
}
