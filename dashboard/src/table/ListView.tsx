import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Problem } from "~/api/problem";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { useChangeSearch } from "~/view/search";
import { DataTable, type Column } from "./DataTable";
import { Pagination } from "./Pagination";
import type { ListPage } from "./useList";

interface ListViewProps<Row extends object, Answer extends ListPage> {
  /** "API calls" */
  things: string;
  list: { answer: UseQueryResult<Answer, Problem>; page: number; perPage: number; chosen: Readonly<Record<string, string>> };
  rowsOf: (answer: Answer) => readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Said where nothing is there and nothing was filtered. */
  empty: ReactNode;
  curl?: string;
  title?: string;
}

/** A list of the API as a table with its pages, and with all that a list can be while it is not there: loading, failed, empty, filtered away. */
/** "API calls" begins with no word that could be written small. */
const small = (things: string) => (/^[A-Z][a-z]/.test(things) ? things.charAt(0).toLowerCase() + things.slice(1) : things);

export function ListView<Row extends object, Answer extends ListPage>({ things, list, rowsOf, columns, rowKey, onOpen, empty, curl, title }: ListViewProps<Row, Answer>) {
  const change = useChangeSearch();
  const { data, isError, error, refetch, isPlaceholderData } = list.answer;
  const rows = data ? rowsOf(data) : [];
  const filters = Object.keys(list.chosen);
  return (
    <div className="space-y-4">
      {isError && <ErrorNote error={error} retry={() => void refetch()} />}
      {!data && !isError && <Card><SkeletonRows rows={10} className="h-9" /></Card>}
      {data && rows.length === 0 && (
        <Card>
          {filters.length > 0
            ? <Empty action={<Button onClick={() => change({ ...Object.fromEntries(filters.map((key) => [key, undefined])), page: undefined })}>Clear the filters</Button>}>None of the {small(things)} of this range match {filters.map((key) => `${key === "q" ? "the words" : key} ${list.chosen[key]}`).join(", ")}.</Empty>
            : list.page > 1 ? <Empty action={<Button onClick={() => change({ page: undefined })}>First page</Button>}>There are not so many pages.</Empty>
            : <Empty curl={curl}>{empty}</Empty>}
        </Card>
      )}
      {data && rows.length > 0 && (
        <Card flush>
          <DataTable name={things} columns={columns} rows={rows} rowKey={rowKey} onOpen={onOpen} isStale={isPlaceholderData} toolbar={title && <h2 className="px-1 font-semibold">{title}</h2>} />
          <Pagination things={small(things)} shown={rows.length} page={data.page ?? list.page} pages={data.total_pages} total={data.total} isExact={data.total_is_exact} perPage={list.perPage}
            onPage={(to) => change({ page: to === 1 ? undefined : String(to) })} onPerPage={(size) => change({ per_page: size === 100 ? undefined : String(size), page: undefined })} />
        </Card>
      )}
    </div>
  );
}
