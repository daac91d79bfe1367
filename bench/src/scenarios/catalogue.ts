import { fanOutScenarios } from "./fan-out.ts";
import { ingestScenarios } from "./ingest.ts";
import { latencyScenario } from "./latency.ts";
import { manyTrainingsScenarios } from "./many-trainings.ts";
import { memoryScenario } from "./memory.ts";
import { resumeScenario } from "./resume.ts";
import type { Form, Scenario } from "./scenario.ts";
import { seriesScenario } from "./series.ts";

/** Every scenario, in the order of the report. */
export function allScenarios(form: Form): Scenario[] {
  return [
    ...fanOutScenarios(form),
    ...manyTrainingsScenarios(form),
    ...ingestScenarios(form),
    resumeScenario(form),
    seriesScenario(form),
    memoryScenario(form),
    latencyScenario(form),
  ];
}
