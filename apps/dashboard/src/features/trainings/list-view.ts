/** What the list can be sorted by. */
export const sortKeys = [
  "created",
  "name",
  "status",
  "progress",
  "loss",
  "eta",
  "throughput",
  "memory",
  "age",
] as const;
/** What the list can be sorted by. */
export type SortKey = (typeof sortKeys)[number];

/** How the list is looked at; it stands in the address. */
export interface ListView {
  /** Text to be found in id, name or tags. */
  readonly q: string;
  /** Only these; empty: all. */
  readonly statuses: readonly string[];
  readonly tag: string | null;
  readonly sort: SortKey;
  readonly isDescending: boolean;
  /** Whether trainings are grouped by their first tag. */
  readonly isGrouped: boolean;
}

/** The view as an address has it: only what is not the default. */
export interface ListSearch {
  readonly q?: string;
  readonly status?: string;
  readonly tag?: string;
  /** With a leading `-`: descending. */
  readonly sort?: string;
  readonly group?: "tag";
}

/** Newest first: what just began is what people come for, and rows stay where they are while values change. */
const defaultSort = "-created";

/** What of an address is a view; the rest is let go. Numbers are texts that the address holds without quotes. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const text = (name: string): string => {
    const value = search[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const sort = text("sort");
  return {
    ...(text("q") && { q: text("q") }),
    ...(text("status") && { status: text("status") }),
    ...(text("tag") && { tag: text("tag") }),
    ...(sortKeys.some((key) => sort === key || sort === `-${key}`) && sort !== defaultSort && { sort }),
    ...(search["group"] === "tag" && { group: "tag" as const }),
  };
}

/** The view of an address. */
export function listViewOf({ q = "", status, tag, sort = defaultSort, group }: ListSearch): ListView {
  return {
    q,
    statuses: status ? status.split(",") : [],
    tag: tag ?? null,
    sort: sortKeys.find((key) => sort.endsWith(key)) ?? "created",
    isDescending: sort.startsWith("-"),
    isGrouped: group === "tag",
  };
}

/** The address of a view. */
export function listSearchOf({ q, statuses, tag, sort, isDescending, isGrouped }: ListView): ListSearch {
  const sorted = `${isDescending ? "-" : ""}${sort}`;
  return {
    ...(q !== "" && { q }),
    ...(statuses.length > 0 && { status: statuses.join(",") }),
    ...(tag !== null && { tag }),
    ...(sorted !== defaultSort && { sort: sorted }),
    ...(isGrouped && { group: "tag" as const }),
  };
}
