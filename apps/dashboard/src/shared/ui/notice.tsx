import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** What `Notice` says. */
export interface NoticeProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
}

/** A card in place of content that is not there: why, and what to do. */
export function Notice({ icon: Icon, title, children }: NoticeProps) {
  return (
    <section className="card mx-auto mt-2 flex w-full max-w-2xl flex-col gap-4 p-6">
      <div className="flex items-center gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-full bg-hover text-muted">
          <Icon aria-hidden="true" size={18} />
        </span>
        <h2 className="text-base font-semibold">{title}</h2>
      </div>
      <div className="flex flex-col gap-4 text-muted">{children}</div>
    </section>
  );
}
