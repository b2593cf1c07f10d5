import { ChartColumn, LayoutGrid, Table2 } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { Shapes } from "~/api/client";
import { useRead } from "~/api/useRead";
import { FilterBar } from "~/filters/FilterBar";
import { SearchField } from "~/filters/SearchField";
import { count } from "~/format/format";
import { Page } from "~/frame/Page";
import { useSession } from "~/session/session";
import { Pagination } from "~/table/Pagination";
import { useList } from "~/table/useList";
import { Button } from "~/ui/Button";
import { Card } from "~/ui/Card";
import { curlOf, Empty } from "~/ui/Empty";
import { ErrorNote } from "~/ui/ErrorNote";
import { SkeletonRows } from "~/ui/Skeleton";
import { labelOf } from "~/view/range";
import { useChangeSearch, useSearch } from "~/view/search";
import { useRange } from "~/view/useRange";
import { BulkBar, ExportAll } from "./Bulk";
import { imageFilters } from "./imageFilters";
import { ImageGrid } from "./ImageGrid";
import { ImageStatistics } from "./ImageStatistics";
import { ImageTable } from "./ImageTable";
import { Lightbox } from "./Lightbox";
import type { ImageRecord } from "./Picture";
import { useSelection } from "./selection";


const none: readonly ImageRecord[] = [];

/** Every image that was kept, as a table or as a gallery over the same data. */
export function Images() {
  const search = useSearch();
  const change = useChangeSearch();
  const { range } = useRange();
  const { project } = useSession();
  const { answer, page, perPage, chosen: filters, parameters } = useList<Shapes["ImagePage"]>("/api/v1/images", { filters: imageFilters, hasWords: true });
  const { data, isError, error, refetch, isPlaceholderData } = answer;
  const images = (data?.images ?? none) as readonly ImageRecord[];
  // A phone has no room for a table.
  const isGrid = (search.get("view") ?? (matchMedia("(max-width: 767px)").matches ? "grid" : "table")) === "grid";
  const hasStatistics = search.get("statistics") === "shown";
  const { selected, toggle, clear, selectAll } = useSelection(images);
  const isFiltered = Object.keys(filters).length > 0;
  const open = (image: ImageRecord) => change({ image: image.id });
  return (
    <Page title="Images" count={data && `${data.total_is_exact ? "" : "at least "}${count(data.total)}`} hasCompare={hasStatistics}
      actions={data && <ExportAll parameters={parameters} total={`${data.total_is_exact ? "" : "At least "}${count(data.total)}`} />}
      filters={(
        <div className="flex flex-wrap items-center gap-2">
          <SearchField label="Search in prompts" />
          <FilterBar kind="image" filters={imageFilters} />
          <div className="ml-auto flex items-center gap-1">
            <Button look={isGrid ? "quiet" : "plain"} aria-pressed={!isGrid} aria-label="Table" title="Table" onClick={() => change({ view: "table" })} icon={<Table2 size={16} />} />
            <Button look={isGrid ? "plain" : "quiet"} aria-pressed={isGrid} aria-label="Gallery" title="Gallery" onClick={() => change({ view: "grid" })} icon={<LayoutGrid size={16} />} />
            <Button look={hasStatistics ? "plain" : "quiet"} aria-pressed={hasStatistics} onClick={() => change({ statistics: hasStatistics ? undefined : "shown" })} icon={<ChartColumn size={16} />}>Statistics</Button>
          </div>
        </div>
      )}>
      <div className={hasStatistics ? "grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_420px]" : ""}>
        <div className="min-w-0">
          {isError && <div className="mb-4"><ErrorNote error={error} retry={() => void refetch()} /></div>}
          {!data && !isError && <Card><SkeletonRows rows={8} className="h-16" /></Card>}
          {data && images.length === 0 && (
            <Card>
              {isFiltered
                ? <Empty action={<Button onClick={() => change({ ...Object.fromEntries([...imageFilters.map((filter) => filter.key), "q", "page"].map((key) => [key, undefined])) })}>Clear the filters</Button>}>No image of {labelOf(range).toLowerCase()} has {Object.entries(filters).map(([key, value]) => `${key === "q" ? "words" : key} ${value}`).join(", ")}.</Empty>
                : page > 1 ? <Empty action={<Button onClick={() => change({ page: undefined })}>First page</Button>}>There are not so many pages.</Empty>
                : <Empty curl={curlOf(project, { kind: "image", user_id: "42", username: "ada", prompt: "A glass case full of clouds", image_url: "https://example.com/clouds.png", generation_time: 3.4 })}>No images in {labelOf(range).toLowerCase()}.</Empty>}
            </Card>
          )}
          {data && images.length > 0 && (
            <>
              {isGrid
                ? <ImageGrid images={images} isStale={isPlaceholderData} onOpen={open} selected={selected} onSelect={toggle} />
                : <Card flush><ImageTable images={images} isStale={isPlaceholderData} onOpen={open} selected={selected} onSelect={toggle} /></Card>}
              <BulkBar selected={selected} onClear={clear} onSelectPage={selectAll} />
              <Card flush className={isGrid ? "mt-4" : "mt-4 border-0 bg-transparent!"}>
                <Pagination things="images" shown={images.length} page={data.page ?? page} pages={data.total_pages} total={data.total} isExact={data.total_is_exact} perPage={perPage}
                  onPage={(to) => change({ page: to === 1 ? undefined : String(to) })} onPerPage={(size) => change({ per_page: size === 100 ? undefined : String(size), page: undefined })} />
              </Card>
            </>
          )}
        </div>
        {hasStatistics && <aside aria-label="Statistics"><ImageStatistics /></aside>}
      </div>
      <OpenImage images={images} isReady={data !== undefined && !isPlaceholderData} page={page} pages={data?.total_pages ?? 1} />
    </Page>
  );
}

/** The lightbox of the image that the address names: also of one that is on another page, and going on over the borders of pages. */
function OpenImage({ images, isReady, page, pages }: { images: readonly ImageRecord[]; isReady: boolean; page: number; pages: number }) {
  const search = useSearch();
  const change = useChangeSearch();
  const id = search.get("image");
  const [edge, setEdge] = useState<"first" | "last">();
  const index = images.findIndex((image) => image.id === id);
  const alone = useRead("/api/v1/images/{id}", { params: { path: { id: id ?? "" } } }, { enabled: id !== null && edge === undefined && index < 0 });
  useEffect(() => {
    if (!edge || !isReady || images.length === 0) return;
    change({ image: (edge === "first" ? images[0]! : images.at(-1)!).id }, { replace: true });
    setEdge(undefined);
  }, [edge, isReady, images, change]);
  const neighbours = useMemo(() => (index < 0 ? [] : [images[index - 1], images[index + 1]]), [images, index]);
  if (id === null) return null;
  const turn = (to: number, next: "first" | "last") => {
    setEdge(next);
    change({ page: to === 1 ? undefined : String(to) }, { replace: true });
  };
  const step = (by: -1 | 1) => {
    const there = images[index + by];
    if (there) return () => change({ image: there.id }, { replace: true });
    if (index < 0 || !isReady) return undefined;
    return by < 0 ? (page > 1 ? () => turn(page - 1, "last") : undefined) : page < pages ? () => turn(page + 1, "first") : undefined;
  };
  const image = index >= 0 ? images[index] : alone.data?.id === id ? (alone.data as ImageRecord) : undefined;
  return <Lightbox image={image} neighbours={neighbours} onClose={() => change({ image: undefined })} onPrevious={step(-1)} onNext={step(1)} />;
}
