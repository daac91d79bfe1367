import { useNow } from "../clock.ts";
import { formatAge } from "../format/duration.ts";

/** How long ago the server received something, ticking by itself. Nothing for a time that is not known. */
export function Age({ receivedAt }: { receivedAt: string | null | undefined }) {
  const nowMs = useNow();
  if (!receivedAt) return <>–</>;
  return (
    <time dateTime={receivedAt} title={new Date(receivedAt).toLocaleString()}>
      {formatAge(nowMs - Date.parse(receivedAt))}
    </time>
  );
}
