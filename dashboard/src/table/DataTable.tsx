import { columnVisibilityFeature, tableFeatures, useTable, type ColumnDef } from "@tanstack/react-table";
import { Columns3 } from "lucide-react";
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { controlClass } from "~/ui/Button";
import { Popover } from "~/ui/Popover";

const features = tableFeatures({ columnVisibilityFeature });

export interface Column<Row extends object> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  isNumber?: boolean;
  /** Hidden until the column is picked. */
  isExtra?: boolean;
  /** Classes of its cells, such as a width. */
  className?: string;
}

interface DataTableProps<Row extends object> {
  /** Names the table to those who do not see it, and its remembered columns. */
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onOpen?: ((row: Row) => void) | undefined;
  /** Dimmed while newer rows are on their way. */
  isStale?: boolean;
  rowClass?: string;
  /** At the left of the column picker. */
  toolbar?: ReactNode;
}

/** A table whose header stays in sight, whose rows open as a whole, and whose columns are picked and remembered. Arrows move between rows. */
export function DataTable<Row extends object>({ name, columns, rows, rowKey, onOpen, isStale = false, rowClass = "h-11", toolbar }: DataTableProps<Row>) {
  const [hidden, setHidden] = useHiddenColumns(name, columns);
  const definitions = useDefinitions(columns);
  const table = useTable({ features, columns: definitions, data: rows as Row[], getRowId: rowKey, state: { columnVisibility: hidden }, onColumnVisibilityChange: setHidden });
  const shown = columns.filter((column) => hidden[column.key] !== false);

  const move = (event: KeyboardEvent<HTMLTableRowElement>, row: Row) => {
    const line = event.currentTarget;
    if (event.target !== line) return;
    if (event.key === "ArrowDown") (line.nextElementSibling as HTMLElement | null)?.focus();
    else if (event.key === "ArrowUp") (line.previousElementSibling as HTMLElement | null)?.focus();
    else if (event.key === "Enter") onOpen?.(row);
    else return;
    event.preventDefault();
  };
  // Selecting text is no click.
  const open = (row: Row) => { if (!getSelection()?.toString()) onOpen?.(row); };

  return (
    <div>
      <div className="flex items-center justify-between gap-2 px-3 py-2">
        <div className="min-w-0 flex-1">{toolbar}</div>
        <Popover name="Columns" placement="bottom-end" className={controlClass("quiet")} label={<><Columns3 size={15} aria-hidden />Columns</>}>
          {() => columns.map((column) => (
            <label key={column.key} className="flex cursor-pointer items-center gap-2 rounded-control px-3 py-1.5 hover:bg-sunken">
              <input type="checkbox" checked={hidden[column.key] !== false} onChange={() => table.getColumn(column.key)?.toggleVisibility()} className="accent-(--accent)" />
              {column.header}
            </label>
          ))}
        </Popover>
      </div>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={name}>
        <table className={`w-full border-collapse transition-opacity ${isStale ? "opacity-60" : ""}`} aria-busy={isStale}>
          <thead className="sticky top-0 z-10 bg-surface">
            <tr className="border-y text-sm text-muted">
              {shown.map((column) => (
                <th key={column.key} scope="col" className={`whitespace-nowrap px-3 py-2 font-medium ${column.isNumber ? "text-right" : "text-left"}`}>{column.header}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.getRowModel().rows.map((line) => (
              <tr key={line.id} tabIndex={0} onClick={() => open(line.original)} onKeyDown={(event) => move(event, line.original)}
                className={`border-b last:border-b-0 hover:bg-sunken focus-visible:-outline-offset-2 ${onOpen ? "cursor-pointer" : ""} ${rowClass}`}>
                {shown.map((column) => (
                  <td key={column.key} className={`px-3 ${column.isNumber ? "whitespace-nowrap text-right" : ""} ${column.className ?? ""}`}>{column.cell(line.original)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function useDefinitions<Row extends object>(columns: readonly Column<Row>[]): ColumnDef<typeof features, Row>[] {
  const [definitions] = useState(() => columns.map((column) => ({ id: column.key, header: column.header }) as ColumnDef<typeof features, Row>));
  return definitions;
}

function useHiddenColumns<Row extends object>(name: string, columns: readonly Column<Row>[]) {
  const key = `vitrine.columns.${name}`;
  const [visibility, setVisibility] = useState<Record<string, boolean>>(() => {
    const usual = Object.fromEntries(columns.filter((column) => column.isExtra).map((column) => [column.key, false]));
    try {
      return { ...usual, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, boolean>) };
    } catch {
      return usual;
    }
  });
  const change = (next: Record<string, boolean> | ((before: Record<string, boolean>) => Record<string, boolean>)) =>
    setVisibility((before) => {
      const after = typeof next === "function" ? next(before) : next;
      localStorage.setItem(key, JSON.stringify(after));
      return after;
    });
  return [visibility, change] as const;
}
