namespace Vitrine.Server.Http;

/// <summary>Bounds how long a body may take to come in while its reader holds what others wait for.</summary>
internal static class BodyTime
{
    /// <exception cref="BadHttpRequestException">It took longer; its status is 408.</exception>
    public static async Task<T> WithinAsync<T>(this HttpContext context, int seconds, TimeProvider clock, Func<CancellationToken, Task<T>> read)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
        try
        {
            return await read(either.Token);
        }
        catch (OperationCanceledException error) when (late.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            // The rest of the body is not waited for.
            context.Response.Headers.Connection = "close";
            throw new BadHttpRequestException($"The body did not come in within {seconds} s.", StatusCodes.Status408RequestTimeout, error);
        }
    }
}
