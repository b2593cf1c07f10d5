namespace Vitrine.Samples.Tests.Support;

internal static class Until
{
    /// <summary>Comes back once it is so, as what happens in the background has no end of its own to wait for.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
