namespace Vitrine.Server.Exports.Archive;

/// <summary>The plans of the latest archives, so that one that broke off goes on at once, and also where images came in late since. Those that are gone are made anew from the rows. Thread-safe.</summary>
internal sealed class ArchivePlans(ExportOptions options)
{
    private readonly Lock guard = new();
    private readonly LinkedList<(ArchiveTag Tag, ArchivePlan Plan)> latest = [];
    private long images;

    public ArchivePlan? Find(ArchiveTag tag)
    {
        lock (guard)
        {
            for (var node = latest.First; node is not null; node = node.Next)
            {
                if (node.Value.Tag != tag) continue;
                latest.Remove(node);
                latest.AddFirst(node);
                return node.Value.Plan;
            }
            return null;
        }
    }

    public void Add(ArchiveTag tag, ArchivePlan plan)
    {
        if (Find(tag) is not null) return;
        lock (guard)
        {
            latest.AddFirst((tag, plan));
            images += plan.Order.Length + 1;
            // As many images as two of the largest have.
            for (; images > 2L * options.MaxArchiveImages && latest.Count > 1; latest.RemoveLast()) images -= latest.Last!.Value.Plan.Order.Length + 1;
        }
    }
}
