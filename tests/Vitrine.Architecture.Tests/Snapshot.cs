namespace Vitrine.Architecture.Tests;

/// <summary>A generated file that is under version control. <c>UPDATE_SNAPSHOTS=1</c> writes it anew.</summary>
internal static class Snapshot
{
    public static void Matches(string relativePath, string generated)
    {
        var file = Repository.At(relativePath);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, generated);
            return;
        }

        Assert.True(File.Exists(file), $"{relativePath} is missing. UPDATE_SNAPSHOTS=1 ./test writes it.");
        var kept = File.ReadAllText(file);
        Assert.True(kept == generated, $"{relativePath} is out of date. UPDATE_SNAPSHOTS=1 ./test writes it.\n{FirstDifference(kept, generated)}");
    }

    private static string FirstDifference(string kept, string generated)
    {
        var (left, right) = (kept.Split('\n'), generated.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}\n  in the file: {left.ElementAtOrDefault(line)}\n  generated:   {right.ElementAtOrDefault(line)}";
    }
}
