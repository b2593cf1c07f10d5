using System.Text;

namespace Vitrine.Core.Facts.Reading;

/// <summary>Finds what a member's name means for a kind, by length and bytes, without making a string of it.</summary>
internal sealed class MemberTable
{
    public const int Unknown = -1;
    public const int Id = -2;
    public const int Time = -3;
    public const int Kind = -4;

    private const int MaxNameBytes = 32;

    private static readonly MemberTable[] Tables = [.. FactSchema.All.Select(schema => new MemberTable(schema))];

    private readonly Entry[][] byLength = new Entry[MaxNameBytes + 1][];

    private MemberTable(FactSchema schema)
    {
        Array.Fill(byLength, []);
        Add("kind", Kind);
        Add("id", Id);
        if (schema.IdAlias is { } alias) Add(alias, Id);
        foreach (var name in FactSchema.TimeNames) Add(name, Time);
        // Codes are derived, whatever the wire says.
        foreach (var field in schema.Fields.Where(field => field.Type != FieldType.Code))
        {
            Add(field.Name, field.Index);
            foreach (var other in field.Aliases) Add(other, field.Index);
        }
    }

    public static MemberTable Of(FactKind kind) => Tables[(int)kind - 1];

    /// <summary>The index of a field, or one of the constants above.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxNameBytes) return Unknown;
        foreach (ref readonly var entry in byLength[name.Length].AsSpan())
        {
            if (entry.Name.AsSpan().SequenceEqual(name)) return entry.Meaning;
        }
        return Unknown;
    }

    private void Add(string name, int meaning)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        byLength[utf8.Length] = [.. byLength[utf8.Length], new Entry(utf8, meaning)];
    }

    private readonly record struct Entry(byte[] Name, int Meaning);
}
