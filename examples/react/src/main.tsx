import { connect } from "@trainwire/client";
import { useConnection, useSeries, useTraining, useTrainings } from "@trainwire/client/react";
import { createRoot } from "react-dom/client";

const client = connect({
  url: new URLSearchParams(location.search).get("server") ?? "http://127.0.0.1:8000",
});

function Trainings() {
  const { trainings } = useTrainings(client);
  return trainings.map(({ job_id }) => <Training key={job_id} trainId={job_id} />);
}

function Training({ trainId }: { trainId: string }) {
  const { state } = useTraining(client, trainId);
  const { answer, tail } = useSeries(client, trainId, { metrics: ["loss"], points: 100 });
  const losses = [...(answer?.series[0]?.last ?? []), ...tail.flatMap(({ data }) => data.details.loss ?? [])];
  return (
    <p>
      {trainId}: {state?.status}, {state?.progress.toFixed(1)}%, {losses.length} losses drawn, the last{" "}
      {losses.at(-1) ?? "none"}
    </p>
  );
}

function Connection() {
  return <p role="status">{useConnection(client).mode}</p>;
}

const root = document.getElementById("root");
if (root) createRoot(root).render([<Connection key="connection" />, <Trainings key="trainings" />]);
