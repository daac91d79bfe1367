import { Status } from "@trainwire/protocol";
import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { type ListView, listViewOf } from "./list-view.ts";

/** What `ListToolbar` controls. */
export interface ListToolbarProps {
  readonly view: ListView;
  readonly onView: (change: Partial<ListView>) => void;
  /** Tags to choose from. */
  readonly tags: readonly string[];
}

/** Search, filters and grouping of the list. `/` goes to the search from anywhere on the page. */
export function ListToolbar({ view, onView, tags }: ListToolbarProps) {
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || isTyping) return;
      event.preventDefault();
      search.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <search className="flex min-w-0 flex-wrap items-center gap-2">
      <label className="relative min-w-40 flex-1 sm:max-w-72">
        <Search aria-hidden="true" size={14} className="absolute top-2 left-2.5 text-faint" />
        <span className="sr-only">Search in names, ids and tags</span>
        <input
          ref={search}
          type="search"
          value={view.q}
          placeholder="Search"
          aria-keyshortcuts="/"
          onChange={(event) => onView({ q: event.target.value })}
          onKeyDown={(event) => event.key === "Escape" && onView({ q: "" })}
          className="input h-8 pl-8"
        />
      </label>
      <Choice
        label="Status"
        value={view.statuses.join(",")}
        options={Status.options}
        onChange={(status) => onView({ statuses: status === "" ? [] : [status] })}
      />
      {tags.length > 0 && (
        <Choice
          label="Tag"
          value={view.tag ?? ""}
          options={tags}
          onChange={(tag) => onView({ tag: tag || null })}
        />
      )}
      <Choice
        label="Sort"
        value={`${view.isDescending ? "-" : ""}${view.sort}`}
        options={Object.keys(sortTitles)}
        titles={sortTitles}
        onChange={(sort) => onView(sortOf(sort))}
        className="lg:hidden"
      />
      {tags.length > 0 && (
        <button
          type="button"
          aria-pressed={view.isGrouped}
          onClick={() => onView({ isGrouped: !view.isGrouped })}
          className="button h-8 px-3"
        >
          Group by tag
        </button>
      )}
    </search>
  );
}

/** What narrow screens, which have no columns to click, can sort by. */
const sortTitles: Readonly<Record<string, string>> = {
  "-created": "newest first",
  name: "by name",
  status: "by status",
  "-progress": "by progress",
  loss: "by loss",
  eta: "by ETA",
  age: "by last update",
};

function sortOf(given: string): Pick<ListView, "sort" | "isDescending"> {
  const { sort, isDescending } = listViewOf({ sort: given });
  return { sort, isDescending };
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  /** In words, where the options are not; then there is always one of them. */
  readonly titles?: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
  readonly className?: string;
}

function Choice({ label, value, options, titles, onChange, className }: ChoiceProps) {
  return (
    <label className={className}>
      <span className="sr-only">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="input h-8 w-auto max-w-40 pr-1 text-xs font-medium text-muted"
      >
        {titles === undefined && <option value="">{label}: all</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {titles?.[option] ?? option}
          </option>
        ))}
        {value !== "" && !options.includes(value) && <option value={value}>{value}</option>}
      </select>
    </label>
  );
}
