import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { Button, controlClass } from "~/ui/Button";
import { Field, Input } from "~/ui/Field";
import { Choice, Popover } from "~/ui/Popover";
import { dayOf, isZone, labelOf, presets, rangeQuery } from "~/view/range";
import { useChangeSearch } from "~/view/search";
import { useRange } from "~/view/useRange";

const zones = typeof Intl.supportedValuesOf === "function" ? ["UTC", ...Intl.supportedValuesOf("timeZone")] : ["UTC"];

/** Which range of time the page looks at; all of it is in the address. */
export function RangePicker() {
  const { range } = useRange();
  const change = useChangeSearch();
  return (
    <Popover name={`Range: ${labelOf(range)}`} placement="bottom-end" className={controlClass()} label={<><CalendarDays size={15} aria-hidden /><span>{labelOf(range)}</span></>}>
      {(close) => (
        <div className="w-72 space-y-1 p-1">
          {presets.map((preset) => (
            <Choice key={preset.key} isChosen={preset.key === range.preset} onChoose={() => { change({ range: preset.key === "30d" ? undefined : preset.key, from: undefined, to: undefined, page: undefined }); close(); }}>
              {preset.label}
            </Choice>
          ))}
          <OwnRange close={close} />
        </div>
      )}
    </Popover>
  );
}

function OwnRange({ close }: { close: () => void }) {
  const { range } = useRange();
  const change = useChangeSearch();
  const today = dayOf(new Date(), range.tz);
  const [from, setFrom] = useState(range.from ?? rangeQuery(range, new Date()).from.slice(0, 10));
  const [to, setTo] = useState(range.to ?? today);
  const [tz, setZone] = useState(range.tz);
  const isOrdered = from !== "" && to !== "" && from <= to;
  const apply = () => {
    change({ range: undefined, from, to, tz: range.isOwnZone || tz !== range.tz ? tz : undefined, page: undefined });
    close();
  };
  return (
    <form className="space-y-2 border-t p-2" onSubmit={(event) => { event.preventDefault(); apply(); }}>
      <div className="grid grid-cols-2 gap-2">
        <Field label="From">{(id) => <Input id={id} type="date" value={from} max={to} onChange={(event) => setFrom(event.target.value)} />}</Field>
        <Field label="To">{(id) => <Input id={id} type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />}</Field>
      </div>
      <Field label="Time zone" error={isZone(tz) ? undefined : "There is no such zone."}>
        {(id, note) => (
          <>
            <Input id={id} list={`${id}-zones`} value={tz} onChange={(event) => setZone(event.target.value)} aria-describedby={note} />
            <datalist id={`${id}-zones`}>{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
          </>
        )}
      </Field>
      <Button look="primary" type="submit" disabled={!isOrdered || !isZone(tz)} className="w-full">Show</Button>
    </form>
  );
}
