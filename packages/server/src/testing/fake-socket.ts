import type { Parcel } from "../core/parcel.ts";
import type { Socket } from "../core/socket.ts";

/** A socket whose buffer the test fills and drains, and that keeps what it was sent. */
export class FakeSocket implements Socket {
  readonly sent: Record<string, unknown>[] = [];
  closedWith: number | undefined;
  isOpen = true;
  bufferedBytes = 0;
  #drained = Promise.withResolvers<void>();

  /** As if all of it came from earlier turns, unless a test says otherwise. */
  isHeld = true;

  get heldBytes(): number {
    return this.isHeld ? this.bufferedBytes : 0;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  sendAll(texts: readonly string[]): void {
    for (const text of texts) this.send(text);
  }

  sendParcel(parcel: Parcel): void {
    this.sendAll(parcel.texts);
  }

  close(code: number): void {
    this.closedWith = code;
    this.isOpen = false;
  }

  drained(): Promise<void> {
    return this.bufferedBytes === 0 ? Promise.resolve() : this.#drained.promise;
  }

  /** Empties the buffer, as a viewer that reads again does. */
  drain(): void {
    this.bufferedBytes = 0;
    this.#drained.resolve();
    this.#drained = Promise.withResolvers();
  }

  /** The seqs of what was sent, by type: `training_update` 3 is `u3`, a snapshot `s3`, completed `c3`, flat `f3`. */
  get story(): string[] {
    return this.sent.map((message) => {
      if (message["type"] === undefined) return `f${String(message["seq"])}`;
      const letter = message["type"] === "training_completed" ? "c" : message["snapshot"] ? "s" : "u";
      return `${letter}${String(message["seq"])}`;
    });
  }
}
