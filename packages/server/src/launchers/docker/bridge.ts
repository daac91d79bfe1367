import { TrainwireServerError } from "../../core/errors.ts";
import type { Daemon } from "./daemon.ts";

/**
 * The address of this machine on the network that containers are on by default.
 * @throws TrainwireServerError `recipe_unavailable` if Docker has no such network, or cannot be asked.
 */
export async function bridgeGateway(daemon: Daemon): Promise<string> {
  const { IPAM } = await daemon.ask(() => daemon.docker.getNetwork("bridge").inspect());
  const gateways = (IPAM?.Config ?? []).flatMap(({ Gateway }) => Gateway ?? []);
  const gateway = gateways.find((address) => !address.includes(":")) ?? gateways[0];
  if (gateway !== undefined) return gateway;
  throw new TrainwireServerError(
    "recipe_unavailable",
    "Docker's network bridge has no gateway: name an address of this machine by --trainer-host",
  );
}
