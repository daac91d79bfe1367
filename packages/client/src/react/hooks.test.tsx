// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { FakeServer } from "../testing/fake-server.ts";
import { testClient } from "../testing/watching.ts";
import type { TrainwireClient } from "../trainwire-client.ts";
import { useConnection, useSeries, useTraining, useTrainings } from "./index.ts";

declare const happyDOM: { readonly settings: { readonly fetch: { disableSameOriginPolicy: boolean } } };

beforeAll(() => {
  happyDOM.settings.fetch.disableSameOriginPolicy = true;
});
afterEach(cleanup);

/** happy-dom's own socket knows no server of this machine, so ws stands in; its fetch asks no other origin by default. */
function clientOf(server: FakeServer): TrainwireClient {
  return testClient({ url: server.url, WebSocket: WebSocket as never });
}

function Page({ client, trainId }: { client: TrainwireClient; trainId: string | null }) {
  const { phase, state, updates } = useTraining(client, trainId, { afterSeq: 0 });
  const { trainings } = useTrainings(client);
  const { mode } = useConnection(client);
  const seqs = updates.map(({ seq }) => seq).join(" ");
  return <p>{[phase, state?.loss ?? "-", seqs, trainings.length, mode].join("|")}</p>;
}

test("a component shows a training as it goes, and stops following when it unmounts", async () => {
  await using server = await FakeServer.start();
  server.publish("t", { loss: 3 });
  using client = clientOf(server);
  const { unmount } = render(
    <StrictMode>
      <Page client={client} trainId="t" />
    </StrictMode>,
  );
  expect(screen.getByText("waiting|-||0|connecting")).toBeDefined();
  await waitFor(() => screen.getByText("following|3|1|1|live"));
  server.publish("t", { loss: 2 });
  await waitFor(() => screen.getByText("following|2|1 2|1|live"));
  server.publish("t", { status: "completed" });
  await waitFor(() => screen.getByText("ended|2|1 2 3|1|live"));
  unmount();
  await server.until(() => server.connections === 0);
});

test("another id follows another training, and null none", async () => {
  await using server = await FakeServer.start();
  server.publish("a", { loss: 1 });
  server.publish("b", { loss: 2 });
  using client = clientOf(server);
  const { rerender } = render(<Page client={client} trainId="a" />);
  await waitFor(() => screen.getByText("following|1|1|2|live"));
  rerender(<Page client={client} trainId="b" />);
  await waitFor(() => screen.getByText("following|2|1|2|live"));
  rerender(<Page client={client} trainId={null} />);
  await waitFor(() => screen.getByText("waiting|-||2|live"));
  await server.until(() => server.received.at(-1)?.type === "unsubscribe_training");
  expect(server.upgrades).toBe(1);
});

function Losses({ client, points }: { client: TrainwireClient; points: number }) {
  const { phase, answer, tail } = useSeries(client, "run", { metrics: ["loss"], points });
  return <p>{[phase, answer?.series[0]?.last.join(" "), tail.length].join("|")}</p>;
}

test("a component shows series with their live tail, and asks anew for another request", async () => {
  await using server = await FakeServer.start();
  server.publish("run", { loss: 3 });
  using client = clientOf(server);
  const { rerender, unmount } = render(<Losses client={client} points={10} />);
  await waitFor(() => screen.getByText("following|3|0"));
  await server.until(() => server.received.length === 1);
  server.publish("run", { loss: 2 });
  await waitFor(() => screen.getByText("following|3|1"));
  rerender(<Losses client={client} points={20} />);
  await waitFor(() => screen.getByText("following|3 2|0"));
  unmount();
  await server.until(() => server.connections === 0);
});
