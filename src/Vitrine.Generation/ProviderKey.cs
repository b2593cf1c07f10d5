namespace Vitrine.Generation;

/// <summary>A provider's secret. It does not show itself: not as text, not in a record that holds it, not in a failure.</summary>
public sealed class ProviderKey
{
    /// <exception cref="ArgumentException">It cannot be a header's value; the message does not repeat it.</exception>
    public ProviderKey(string value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Any(character => character is <= ' ' or > '~'))
            throw new ArgumentException("A provider's key has printable ASCII characters and no space.", nameof(value));
        Value = value;
    }

    internal string Value { get; }

    /// <summary>By which people know which key it is; null where so much of it would be too much.</summary>
    public string? LastFour => Value.Length >= 16 ? Value[^4..] : null;

    public override string ToString() => "(key)";

    /// <summary>A text from outside, without the key: some providers and proxies repeat what they were sent.</summary>
    internal string CutFrom(string text) => text.Replace(Value, ToString(), StringComparison.Ordinal);
}
