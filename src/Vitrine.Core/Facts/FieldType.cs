namespace Vitrine.Core.Facts;

/// <summary>How a field is written on the wire and kept inside.</summary>
public enum FieldType : byte
{
    /// <summary>Short text that repeats (a style, a model): interned, kept as an integer in the narrow row.</summary>
    Name,

    /// <summary>Derived by Vitrine, never taken from the wire: a small stored number with a fixed wire name (see <see cref="Codes"/>).</summary>
    Code,

    /// <summary>Text that is only shown (a prompt, a URL): kept beside the narrow row.</summary>
    Text,

    /// <summary>Any JSON value, or plain text, kept verbatim as JSON beside the narrow row.</summary>
    Json,

    /// <summary>A whole number that is not negative.</summary>
    Integer,

    /// <summary>True or false; 0 and 1 are accepted. Kept as 0 or 1.</summary>
    Flag,

    /// <summary>Seconds on the wire (decimals allowed, not negative), microseconds inside.</summary>
    Duration,

    /// <summary>A decimal amount on the wire, nano-dollars inside.</summary>
    Money,
}
