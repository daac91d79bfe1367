import type { ServerMessage } from "@trainwire/protocol";

/** What is said about a message, in the words that the older viewers' console used. */
export function logMessage(log: (message: string, ...data: unknown[]) => void, message: ServerMessage): void {
  switch (message.type) {
    case "subscription_confirmed":
      log("Subscription confirmed for:", message.train_id, message.status);
      return;
    case "training_update":
      log("WebSocket message received:", message);
      log(`Training update: ${message.data.status} ${percent(message.data.progress)}%`);
      return;
    case "training_completed":
    case "subscription_reset":
    case "trainings_confirmed":
    case "trainings_update":
    case "error":
      log("WebSocket message received:", message);
      return;
    case "welcome":
    case "pong":
      return;
    default:
      message satisfies never;
  }
}

/** To one decimal, without a needless `.0`. */
function percent(progress: number): number {
  return Math.round(progress * 10) / 10;
}
