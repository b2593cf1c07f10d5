namespace Vitrine.Server.Cli;

/// <summary>What a verb says to the script that called it.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>It could not be done; for <c>doctor</c>: something is wrong.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Imported, but some rows were refused.</summary>
    public const int SomeRefused = 3;

    /// <summary>Stopped by Ctrl-C or SIGTERM, as shells expect it.</summary>
    public const int Interrupted = 130;
}
