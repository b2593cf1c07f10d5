using System.Reflection;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Tests.Support;

/// <summary>Everything that a project's store is.</summary>
public interface IWholeStore : IFactStore, IEntityStore, IPictureIndex, IFetchQueue;

/// <summary>A real store that, when told, takes no facts or nothing of another kind, as with a full queue.</summary>
public class RejectingStore : DispatchProxy
{
    private IFactStore inner = null!;
    private int refused;

    public bool Rejects { get; set; }

    /// <summary>What it does not do.</summary>
    public string Rejected { get; set; } = nameof(IFactStore.AppendAsync);

    /// <summary>How many times it still does it.</summary>
    public int Passes { get; set; }

    /// <summary>Also no change of a job, as with a full disk.</summary>
    public volatile bool IsFull;

    /// <summary>How often it was full for somebody.</summary>
    public int Refused => refused;

    public static (IFactStore Store, RejectingStore Switch) Around(IFactStore inner)
    {
        var store = Create<IWholeStore, RejectingStore>();
        var proxy = (RejectingStore)(object)store;
        proxy.inner = inner;
        return (store, proxy);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (Rejects && targetMethod!.Name == Rejected && Passes-- <= 0) throw new AppendRejectedException(AppendRejection.QueueFull);
        if (IsFull && (targetMethod!.Name is nameof(IFactStore.AppendAsync) or nameof(IJobStore.ChangeJobAsync) or "EndJobAsync"))
        {
            Interlocked.Increment(ref refused);
            throw new AppendRejectedException(AppendRejection.DiskFull);
        }
        return targetMethod!.Invoke(inner, args);
    }
}
