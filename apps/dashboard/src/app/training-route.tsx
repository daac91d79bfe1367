import { useParams } from "@tanstack/react-router";
import { TrainingPage } from "../features/training/training-page.tsx";

/** The page of the training that the address names; another id begins it anew. */
export function TrainingRoute() {
  const { id } = useParams({ from: "/trainings/$id" });
  return <TrainingPage key={id} trainId={id} />;
}
