import type { TrainwireClient } from "@trainwire/client";
import { useEffect, useState } from "react";

const asked = new WeakMap<TrainwireClient, Promise<readonly string[]>>();

function capabilitiesOf(client: TrainwireClient): Promise<readonly string[]> {
  const before = asked.get(client);
  if (before !== undefined) return before;
  const answer = client.version().then(
    ({ capabilities }) => capabilities,
    () => {
      asked.delete(client);
      return [];
    },
  );
  asked.set(client, answer);
  return answer;
}

/** Whether the server can do this, such as `commands` or `recipes`; false until it is known. Asked for once. */
export function useCapability(client: TrainwireClient, capability: string): boolean {
  const [can, setCan] = useState(false);
  useEffect(() => {
    let isWanted = true;
    void capabilitiesOf(client).then((all) => isWanted && setCan(all.includes(capability)));
    return () => {
      isWanted = false;
    };
  }, [client, capability]);
  return can;
}
