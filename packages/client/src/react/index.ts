export { useConnection } from "./use-connection.ts";
export { useTraining } from "./use-training.ts";
export { useTrainings } from "./use-trainings.ts";
