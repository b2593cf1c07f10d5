namespace Vitrine.Server;

/// <summary>The server cannot start for a reason that its operator can mend; the message says how, and is all that is shown.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
