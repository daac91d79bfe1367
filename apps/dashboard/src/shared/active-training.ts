import { TrainId } from "@trainwire/protocol";
import { useSyncExternalStore } from "react";

/** The key that pages of the second older format use too. */
const storageKey = "activeTrainingId";
const listeners = new Set<() => void>();

/** The id of the training that was opened or started last, or null. Survives a reload. */
export function activeTraining(): string | null {
  const id = TrainId.safeParse(localStorage.getItem(storageKey));
  return id.success ? id.data : null;
}

/** Makes the training the active one: it is followed from any page, also after a reload. */
export function rememberActiveTraining(trainId: string): void {
  localStorage.setItem(storageKey, trainId);
  notify();
}

/** Forgets the active training if it is this one. */
export function forgetActiveTraining(trainId: string): void {
  if (activeTraining() !== trainId) return;
  localStorage.removeItem(storageKey);
  notify();
}

/** The active training's id as it changes, here or in another tab. */
export function useActiveTraining(): string | null {
  return useSyncExternalStore(subscribe, activeTraining);
}

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
