import { type ReactNode, useEffect, useId, useRef } from "react";

/** What `Dialog` asks. */
export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A question above the page. Escape answers it with no; the browser keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="card m-auto w-[min(32rem,calc(100vw-2rem))] p-5 text-ink backdrop:bg-black/40"
    >
      <h2 id={id} className="mb-3 text-base font-semibold">
        {title}
      </h2>
      <div className="flex flex-col gap-3">{children}</div>
    </dialog>
  );
}

/** What a dialog ends with. */
export interface DialogButtonsProps {
  /** What happens, as a verb. */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isBusy?: boolean;
  /** Default: the form around it is submitted. */
  readonly onAction?: () => void;
  readonly onClose: () => void;
}

/** The two ways out of a dialog. */
export function DialogButtons({ action, isDangerous, isBusy, onAction, onClose }: DialogButtonsProps) {
  return (
    <div className="mt-1 flex justify-end gap-2">
      <button type="button" onClick={onClose} className="button h-8 px-3">
        Close
      </button>
      <button
        type={onAction === undefined ? "submit" : "button"}
        onClick={onAction}
        disabled={isBusy}
        className={`button h-8 px-3 ${isDangerous ? "button-danger" : "button-primary"}`}
      >
        {action}
      </button>
    </div>
  );
}
