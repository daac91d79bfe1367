import { type Artifact, ArtifactList, describeIssues } from "@trainwire/protocol";
import { TrainwireServerError } from "../../core/errors.ts";
import { answerErrorOf } from "../answer-error.ts";

/** A training on a running server. */
export interface ArtifactPlace {
  readonly server: string;
  readonly token: string | undefined;
  readonly trainId: string;
}

/** The part of an artifact that a server sends. */
export interface ArtifactPart {
  /** Where it begins: 0 if the server sends all, though only the end was asked for. */
  readonly from: number;
  readonly body: AsyncIterable<Uint8Array>;
}

interface Asked {
  readonly method?: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
}

/** The artifacts of one training, over the wire. */
export class RemoteArtifacts {
  readonly #place: ArtifactPlace;

  constructor(place: ArtifactPlace) {
    this.#place = place;
  }

  /** @throws TrainwireServerError with what the server says; the system's error if it does not answer. */
  async list(): Promise<readonly Artifact[]> {
    const answer = await this.#ask("artifacts");
    const parsed = ArtifactList.safeParse(await answer.json());
    if (parsed.success) return parsed.data.artifacts;
    throw new TrainwireServerError(
      "internal",
      `the server's answer is none: ${describeIssues(parsed.error)}`,
    );
  }

  /** Its SHA-256, in hexadecimal, and its size. Throws as `list` does. */
  async describe(path: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
    const answer = await this.#fetch(pathOf(path), { method: "HEAD" });
    // A refusal of HEAD does not say why; that of GET does.
    if (!answer.ok) await this.#ask(pathOf(path), { headers: { range: "bytes=0-0" } });
    const sha256 = /^"([0-9a-f]{64})"$/.exec(answer.headers.get("etag") ?? "")?.[1];
    if (sha256 === undefined) {
      throw new TrainwireServerError("internal", "the server names no hash of the artifact");
    }
    return { sha256, bytes: Number(answer.headers.get("content-length")) };
  }

  /** What is left of the artifact of this hash, from a byte on; all of it if it has changed. Throws as `list` does. */
  async read(path: string, { from, sha256 }: { from: number; sha256: string }): Promise<ArtifactPart> {
    const headers = from === 0 ? {} : { range: `bytes=${from}-`, "if-range": `"${sha256}"` };
    const answer = await this.#ask(pathOf(path), { headers });
    if (answer.headers.get("etag") !== `"${sha256}"`) {
      await answer.body?.cancel();
      throw new TrainwireServerError("artifact_changed", `${path} was replaced meanwhile`);
    }
    return { from: answer.status === 206 ? from : 0, body: answer.body ?? noBody() };
  }

  async #ask(path: string, init?: Asked): Promise<Response> {
    const answer = await this.#fetch(path, init);
    if (!answer.ok) throw answerErrorOf(answer.status, await answer.text());
    return answer;
  }

  #fetch(path: string, { method = "GET", headers }: Asked = {}): Promise<Response> {
    const { server, token, trainId } = this.#place;
    const url = new URL(`/api/v1/trainings/${encodeURIComponent(trainId)}/${path}`, server);
    return fetch(url, {
      method,
      headers: {
        ...headers,
        // What a proxy compresses can be neither resumed nor checked.
        "accept-encoding": "identity",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    });
  }
}

function pathOf(path: string): string {
  return `artifacts/${path.split("/").map(encodeURIComponent).join("/")}`;
}

async function* noBody(): AsyncGenerator<Uint8Array> {
  // An empty file may come without a body.
}
