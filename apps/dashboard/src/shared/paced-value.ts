import { useEffect, useMemo, useRef, useState } from "react";
import { pacedTask } from "./paced-task.ts";

/**
 * The value, renewed at most ten times a second: what is drawn from it costs no more while a long history
 * streams in. It stands still while the page is hidden.
 */
export function usePacedValue<T>(value: T): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const task = useMemo(() => pacedTask(() => setShown(() => latest.current)), []);
  useEffect(() => {
    latest.current = value;
    task.request();
  }, [task, value]);
  useEffect(() => task.cancel, [task]);
  return shown;
}
