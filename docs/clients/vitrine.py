"""Tells Vitrine what your app does. One file, Python 3.9+, no dependency: copy it. Nothing here blocks the app or raises into it."""
import atexit, functools, gzip, inspect, json, logging, os, queue, random, threading, time, urllib.request, uuid

class Vitrine:
    """Facts are counted as `sent`, `refused` (the server said why) or `dropped` (no room, or no way to the server)."""
    def __init__(self, url, key, capacity=10_000, batch=100, interval=1.0, timeout=10.0, exit_timeout=5.0):
        self.sent = self.refused = self.dropped = 0
        self._url, self._key, self._capacity, self._batch = url.rstrip("/") + "/api/v1/track", key, capacity, batch
        self._interval, self._timeout, self._lock, self._pid = interval, timeout, threading.Lock(), None
        atexit.register(self.close, exit_timeout)

    def image(self, **fields): self.track("image", **fields)
    def message(self, role, conversation_id, **fields): self.track("message", role=role, conversation_id=conversation_id, **fields)
    def activity(self, user_id, activity_type, **fields): self.track("activity", user_id=user_id, activity_type=activity_type, **fields)
    def command(self, command_name, user_id, **fields): self.track("command", command_name=command_name, user_id=user_id, **fields)
    def conversation(self, conversation_id, action, **fields): self.track("conversation", conversation_id=conversation_id, action=action, **fields)
    def api_call(self, endpoint, method, status_code, **fields): self.track("api_call", endpoint=endpoint, method=method, status_code=status_code, **fields)

    def track(self, kind, **fields):
        """Takes any fact; fields that are None are left out. The id is made here, so that sending again doubles nothing."""
        try:
            fact = {"kind": kind, "timestamp": time.time(), **({} if kind == "conversation" else {"id": str(uuid.uuid4())})}
            fact.update((name, value) for name, value in fields.items() if value is not None)
            self._queued().put_nowait(json.dumps(fact, default=str, allow_nan=False))
        except Exception as error:
            self._drop(1, error)

    def timed(self, command_name, user_id, **fields):
        """Measures a command: `with vitrine.timed("help", 42):`, or above a function, async or not; what is callable is called with its arguments."""
        return _Timed(self, {"command_name": command_name, "user_id": user_id, **fields})

    def close(self, timeout=5.0):
        """Sends what is left, within so many seconds. Runs by itself at the end of the process."""
        with self._lock:
            if self._pid != os.getpid() or self._closing.is_set(): return
            self._deadline = time.monotonic() + timeout
            self._closing.set()
        if self._queue.empty(): self._queue.put(None)  # It may be waiting for a fact.
        self._thread.join(timeout + 1)

    def _queued(self):
        with self._lock:  # A forked process has none of its parent's threads, and leaves the parent's facts to the parent.
            if self._pid != os.getpid() or self._closing.is_set():
                self._pid, self._queue, self._closing = os.getpid(), queue.Queue(self._capacity), threading.Event()
                self._thread = threading.Thread(target=self._run, args=(self._queue, self._closing), daemon=True, name="vitrine")
                self._thread.start()
            return self._queue

    def _run(self, facts, closing):
        while not (closing.is_set() and facts.empty()):
            batch, until = [facts.get()], time.monotonic() + self._interval
            while len(batch) < self._batch:
                try: batch.append(facts.get(timeout=0 if closing.is_set() else max(0, until - time.monotonic())))
                except queue.Empty: break
            self._deliver([fact for fact in batch if fact is not None], closing)

    def _deliver(self, batch, closing, attempt=0):
        while batch:
            error, delay = self._send(batch)
            if error is None: return
            status = getattr(error, "code", 500)
            if status == 413 and len(batch) > 1:
                return [self._deliver(half, closing) for half in (batch[:len(batch) // 2], batch[len(batch) // 2:])]
            delay, attempt = max(delay, min(30, 0.25 * 2 ** attempt) * random.uniform(0.5, 1)), min(attempt + 1, 10)
            is_final = 400 <= status < 500 and status not in (408, 429)
            if is_final or (closing.is_set() and time.monotonic() + delay > self._deadline): return self._drop(len(batch), error)
            time.sleep(delay) if closing.is_set() else closing.wait(delay)

    def _send(self, batch):
        headers = {"Authorization": "Bearer " + self._key, "Content-Type": "application/json", "Content-Encoding": "gzip"}
        try:
            request = urllib.request.Request(self._url, gzip.compress(("[" + ",".join(batch) + "]").encode()), headers)
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                refused = json.load(response)["refused"]
            if refused: logging.getLogger("vitrine").warning("Vitrine: %d facts were refused, the first: %s", len(refused), refused[0])
            self.sent, self.refused = self.sent + len(batch) - len(refused), self.refused + len(refused)
            return None, 0
        except Exception as error:
            after = str((getattr(error, "headers", None) or {}).get("Retry-After"))
            return error, int(after) if after.isdigit() else 0

    def _drop(self, count, error):
        if self.dropped == 0: logging.getLogger("vitrine").warning("Vitrine: facts are dropped: %r", error)
        with self._lock: self.dropped += count

class _Timed:
    def __init__(self, client, fields): self._client, self._fields = client, fields
    def __enter__(self): self._began = time.perf_counter()
    def __exit__(self, kind, error, trace):
        self._client.track("command", execution_time=time.perf_counter() - self._began, success=error is None, error=error and repr(error), **self._fields)
    def __call__(self, function):
        def of(args, kwargs):
            try: return _Timed(self._client, {name: value(*args, **kwargs) if callable(value) else value for name, value in self._fields.items()})
            except Exception: return self
        def measured(*args, **kwargs):
            with of(args, kwargs): return function(*args, **kwargs)
        async def awaited(*args, **kwargs):
            with of(args, kwargs): return await function(*args, **kwargs)
        return functools.wraps(function)(awaited if inspect.iscoroutinefunction(function) else measured)
