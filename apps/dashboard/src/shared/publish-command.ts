/** A command that publishes one update of a training from any terminal. */
export function publishCommand(server: URL, trainId: string): string {
  const address = new URL(`/api/v1/trainings/${trainId}/updates`, server);
  const update = JSON.stringify({ current_step: 1, total_steps: 10, loss: 0.9 });
  return `curl ${address.href} -H 'content-type: application/json' -d '${update}'`;
}
