const rows = ["first", "second", "third"];

/** Holds the list's place until its first answer. */
export function TrainingsSkeleton() {
  return (
    <div className="card divide-y divide-line" role="status" aria-label="Loading trainings">
      {rows.map((row) => (
        <div key={row} className="flex h-16 items-center gap-6 px-4">
          <div className="h-3 w-40 rounded-full bg-track" />
          <div className="h-3 w-20 rounded-full bg-track" />
          <div className="h-3 flex-1 rounded-full bg-track" />
        </div>
      ))}
    </div>
  );
}
