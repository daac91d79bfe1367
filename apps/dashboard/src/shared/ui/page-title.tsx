import { createContext, use } from "react";

/** Whether the pages below are kept out of sight, so that they must not name the window. */
export const PagesHidden = createContext(false);

/** The window's title while the page is seen. */
export function PageTitle({ children }: { children: string }) {
  return use(PagesHidden) ? null : <title>{children}</title>;
}
