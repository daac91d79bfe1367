import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A proxy before a server that cuts each connection after so many bytes of answers, as often as it is told to. */
export async function cuttingProxy(target: string, cut: { afterBytes: number; times: number }) {
  const { port } = new URL(target);
  const open = new Set<Socket>();
  let cuts = 0;
  const server = createServer((near) => {
    const far = connect(Number(port), "127.0.0.1");
    let bytes = 0;
    far.on("data", (chunk) => {
      bytes += chunk.length;
      if (cuts < cut.times && bytes > cut.afterBytes) {
        cuts += 1;
        near.destroy();
        far.destroy();
      } else if (!near.write(chunk)) {
        far.pause();
        near.once("drain", () => far.resume());
      }
    });
    near.pipe(far);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one
        .on("error", () => undefined)
        .on("close", () => {
          open.delete(one);
          other.destroy();
        });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => cuts,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
