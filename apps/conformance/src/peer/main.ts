import { startReference } from "./reference-peer.ts";

/** `node main.ts PORT`: the reference peer as a process of its own, without a memory beyond its life. */
const target = await startReference({}, {}, Number(process.argv[2]));
console.log(target.url.href);
