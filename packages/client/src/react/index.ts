export { useConnection } from "./use-connection.ts";
export { useSeries } from "./use-series.ts";
export { useTraining } from "./use-training.ts";
export { useTrainings } from "./use-trainings.ts";
