using Vitrine.Server.Http;

namespace Vitrine.Server.Accounts;

/// <summary>Around every endpoint of accounts: lets it begin once there is an account, and says it where too many passwords wait.</summary>
internal sealed class AccountsFilter(FirstAdmin first) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        await first.Ready.WaitAsync(context.HttpContext.RequestAborted);
        try
        {
            return await next(context);
        }
        catch (PasswordsBusyException)
        {
            return Problems.SignInBusy.With("Nothing was done. Send it again.") with { RetryAfter = 1 };
        }
    }
}
