/** What a page can be narrowed by, beside its range. Each filter is a parameter of the page's address and of the API alike. */
export interface Filter {
  key: string;
  label: string;
  /** The dimension whose names are offered; absent for a text that is typed. */
  dimension?: string;
  /** The names there are, where they are few and known. */
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
}

export type Chosen = Readonly<Record<string, string>>;

/** Which of a page's filters its address has. */
export function readFilters(search: URLSearchParams, filters: readonly Filter[]): Chosen {
  return Object.fromEntries(filters.flatMap(({ key }) => (search.get(key) ? [[key, search.get(key)!]] : [])));
}

/** Several values of a filter stand in one parameter; a comma within one is written with a backslash. */
export function splitValues(text: string): string[] {
  const values = [""];
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "\\" && index + 1 < text.length) values[values.length - 1] += text[++index]!;
    else if (text[index] === ",") values.push("");
    else values[values.length - 1] += text[index]!;
  }
  return values.filter((value) => value !== "");
}

export function joinValues(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.map((value) => value.replaceAll("\\", "\\\\").replaceAll(",", "\\,")).join(",");
}

/** The same values with one more, or one less. */
export function toggleValue(text: string | null | undefined, value: string): string | undefined {
  const values = splitValues(text ?? "");
  return joinValues(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
}
