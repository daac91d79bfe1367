import { CloudOff } from "lucide-react";
import { Notice } from "./notice.tsx";

/** Says that nothing can be shown yet, since the server does not answer. */
export function ServerUnreachable({ server }: { server: URL }) {
  return (
    <Notice icon={CloudOff} title="The server cannot be reached">
      <p>
        Nothing answers at <span className="font-mono text-ink">{server.origin}</span>. Start it with{" "}
        <code className="font-mono text-ink">npm start</code>, or check the address. This page goes on by
        itself as soon as the server answers.
      </p>
    </Notice>
  );
}
