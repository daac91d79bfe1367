import type { LucideIcon } from "lucide-react";
import { createContext, type ReactNode, use, useEffect, useId, useRef, useState } from "react";

const CloseMenu = createContext<() => void>(() => undefined);

/** What `Menu` shows. */
export interface MenuProps {
  /** What the button does, for those who cannot see its icon. */
  readonly label: string;
  readonly icon: LucideIcon;
  /** Text beside the icon; default: the icon alone. */
  readonly text?: string;
  readonly children: ReactNode;
}

/** A button that opens a few choices below it. Escape, a choice, or a click elsewhere closes it. */
export function Menu({ label, icon: Icon, text, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) return undefined;
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [isOpen]);
  return (
    <div ref={root} className="relative shrink-0">
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className={`button ${text === undefined ? "w-6 justify-center px-0" : ""}`}
      >
        <Icon aria-hidden="true" size={13} />
        {text}
      </button>
      {isOpen && (
        <div
          id={id}
          className="card absolute top-full right-0 z-20 mt-1 flex w-max max-w-72 flex-col p-1 shadow-lg"
        >
          <CloseMenu value={() => setOpen(false)}>{children}</CloseMenu>
        </div>
      )}
    </div>
  );
}

/** One choice of a menu. */
export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  const close = use(CloseMenu);
  return (
    <button
      type="button"
      onClick={() => {
        close();
        onSelect();
      }}
      className="rounded-md px-2.5 py-1.5 text-left hover:bg-hover"
    >
      {children}
    </button>
  );
}
