import { Link } from "@tanstack/react-router";
import { Signpost } from "lucide-react";
import { Notice } from "../shared/ui/notice.tsx";

/** For an address that no page has. */
export function NotFound() {
  return (
    <Notice icon={Signpost} title="There is nothing at this address">
      <p>
        Go to the{" "}
        <Link to="/" className="font-medium text-accent underline underline-offset-2">
          list of trainings
        </Link>
        .
      </p>
    </Notice>
  );
}
