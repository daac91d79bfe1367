import { chown } from "node:fs/promises";

/** Who the processes of a container are. */
export interface ContainerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Debian's `nobody`, that most images know too. */
const nobody: ContainerUser = { uid: 65534, gid: 65534 };

/** The server's own user, whose files it may read and delete; nobody in place of root, whose server may do so anyway. */
export function containerUser(): ContainerUser {
  const uid = process.getuid?.() ?? 0;
  return uid === 0 ? nobody : { uid, gid: process.getgid?.() ?? uid };
}

/** Lets a container's processes write to folders of the server. */
export async function giveFolders(folders: readonly string[], { uid, gid }: ContainerUser): Promise<void> {
  if (uid === process.getuid?.()) return;
  for (const folder of folders) await chown(folder, uid, gid);
}
