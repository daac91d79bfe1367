import { Sprout } from "lucide-react";
import { publishCommand } from "../../shared/publish-command.ts";
import { CommandLine } from "../../shared/ui/command-line.tsx";
import { Notice } from "../../shared/ui/notice.tsx";

/** What the list shows while there is no training: two ways to the first one. */
export function FirstTraining({ server }: { server: URL }) {
  return (
    <Notice icon={Sprout} title="No trainings yet">
      <p>A training appears here with the first update that its trainer publishes, without a reload.</p>
      <CommandLine
        label="Publish an update from any terminal"
        command={publishCommand(server, "first-training")}
      />
      <CommandLine
        label="Or run a real one: a network that learns handwritten digits, in about a minute"
        command={`node trainers/digits/dist/main.js --url ${server.origin}`}
      />
    </Notice>
  );
}
