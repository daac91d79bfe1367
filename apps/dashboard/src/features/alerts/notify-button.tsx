import { useState } from "react";

/** Asks the browser, when it is clicked, whether alerts may be shown as notifications. */
export function NotifyButton() {
  const [permission, setPermission] = useState(() =>
    "Notification" in window ? Notification.permission : null,
  );
  if (permission === null) return null;
  if (permission === "granted") return <p className="text-muted">This browser notifies you.</p>;
  if (permission === "denied") {
    return <p className="text-muted">This browser does not let the page notify you.</p>;
  }
  return (
    <button
      type="button"
      onClick={() => void Notification.requestPermission().then(setPermission)}
      className="button"
    >
      Notify me in this browser
    </button>
  );
}
