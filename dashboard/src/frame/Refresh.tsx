import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "~/ui/Button";
import { useNow } from "~/view/now";

const period = 30_000;
const key = "vitrine.refresh";

/** "updated 12 s ago", a button that asks again, and the switch of asking every 30 seconds. */
export function Refresh() {
  const cache = useQueryClient();
  const isFetching = useIsFetching() > 0;
  const [isOn, setOn] = useState(() => localStorage.getItem(key) !== "off");
  const [updated, setUpdated] = useState(() => Date.now());
  const wasFetching = useRef(false);
  useEffect(() => {
    if (wasFetching.current && !isFetching) setUpdated(Date.now());
    wasFetching.current = isFetching;
  }, [isFetching]);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => { if (!document.hidden) void cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" }); }, period);
    return () => clearInterval(timer);
  }, [cache, isOn]);
  const seconds = Math.max(0, Math.floor((useNow(1000) + 999 - updated) / 1000));
  const turn = () => {
    localStorage.setItem(key, isOn ? "off" : "on");
    setOn(!isOn);
  };
  return (
    <div className="flex items-center gap-1">
      <span className="hidden whitespace-nowrap text-sm text-muted xl:inline">updated {seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`} ago</span>
      <Button look="quiet" aria-label="Refresh" title="Refresh" onClick={() => void cache.invalidateQueries()} icon={<RefreshCw size={15} className={isFetching ? "animate-spin" : ""} />} />
      <Button look="quiet" aria-pressed={isOn} title={isOn ? "Refreshes every 30 seconds" : "Refreshes when asked"} onClick={turn} className="px-2! text-sm">
        <span className={isOn ? "text-accent" : "text-muted line-through"}>30 s</span>
      </Button>
    </div>
  );
}
