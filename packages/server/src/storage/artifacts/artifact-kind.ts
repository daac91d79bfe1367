import type { Artifact, Checkpoint } from "@trainwire/protocol";

const checkpointFolders = /(^|\/)checkpoints?([-_/])/;
const checkpointFiles = /\.ckpt$/;
const modelFiles = /(^|\/)[^/]*model\.[^/]+$|\.(safetensors|onnx|gguf)$/;

/** What a file is to its users: by what its trainer reported, and else by its name. */
export function kindOf(path: string, reported: Checkpoint | undefined): Artifact["kind"] {
  if (reported || checkpointFolders.test(path) || checkpointFiles.test(path)) return "checkpoint";
  return modelFiles.test(path) ? "model" : "file";
}
