import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";

/** The way back to the list. */
export function BackLink() {
  return (
    <Link to="/" className="mb-2 inline-flex h-6 items-center gap-0.5 text-muted hover:text-ink">
      <ChevronLeft aria-hidden="true" size={15} className="-ml-1" />
      All trainings
    </Link>
  );
}
