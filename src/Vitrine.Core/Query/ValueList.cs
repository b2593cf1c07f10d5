using System.Text;

namespace Vitrine.Core.Query;

/// <summary>Values that share one parameter, separated by commas; a comma that belongs to a value is written <c>\,</c>.</summary>
public static class ValueList
{
    public static IReadOnlyList<string> Split(string text)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        for (var index = 0; index <= text.Length; index++)
        {
            if (index == text.Length || text[index] == ',')
            {
                if (value.ToString().Trim() is { Length: > 0 } trimmed) values.Add(trimmed);
                value.Clear();
            }
            else
            {
                if (text[index] == '\\' && index + 1 < text.Length && text[index + 1] is ',' or '\\') index++;
                value.Append(text[index]);
            }
        }
        return values;
    }
}
