using System.Threading.Channels;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>Wakes those who watch a job when it changes. Thread-safe.</summary>
internal sealed class JobBells
{
    private readonly Lock guard = new();
    private readonly Dictionary<(string Project, string Id), List<JobBell>> bells = [];

    /// <summary>Of every change from now on; dispose it when nobody watches any more.</summary>
    public JobBell Watch(string project, string id)
    {
        var bell = new JobBell(this, project, id);
        lock (guard)
        {
            if (!bells.TryGetValue((project, id), out var watching)) bells[(project, id)] = watching = [];
            watching.Add(bell);
        }
        return bell;
    }

    public void Ring(string project, string id)
    {
        lock (guard)
        {
            foreach (var bell in bells.GetValueOrDefault((project, id)) ?? []) bell.Ring();
        }
    }

    private void Remove(JobBell bell)
    {
        lock (guard)
        {
            var watching = bells[(bell.Project, bell.Id)];
            watching.Remove(bell);
            if (watching.Count == 0) bells.Remove((bell.Project, bell.Id));
        }
    }

    /// <summary>Rung while nobody listens, it is heard by the next who does.</summary>
    internal sealed class JobBell(JobBells bells, string project, string id) : IDisposable
    {
        private readonly Channel<bool> rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public string Project => project;

        public string Id => id;

        public void Ring() => rung.Writer.TryWrite(true);

        /// <returns>False where it was not rung for so long.</returns>
        public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
        {
            using var late = new CancellationTokenSource(atMost, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            try
            {
                return await rung.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }

        public void Dispose() => bells.Remove(this);
    }
}
