namespace Vitrine.Server.Security;

/// <summary>Who may call an endpoint without proving who they are.</summary>
internal sealed record Access(Func<HttpContext, bool> IsOpenTo)
{
    public static readonly Access Nobody = new(static _ => false);

    public static readonly Access Everyone = new(static _ => true);

    /// <summary>Callers on this machine, as far as no proxy speaks for them.</summary>
    public static readonly Access Local = new(Peers.IsLocal);
}

/// <summary>What an endpoint asks of everybody else.</summary>
internal sealed record Needed(Permission Permission);

internal static class AccessConventions
{
    public static TBuilder WithAccess<TBuilder>(this TBuilder builder, Access access)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(access);

    public static TBuilder Needs<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Needed(permission));
}
