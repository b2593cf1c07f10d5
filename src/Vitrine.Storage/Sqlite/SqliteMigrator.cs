using System.Globalization;

namespace Vitrine.Storage.Sqlite;

/// <summary>The file was written by a newer Vitrine; this one will not touch it.</summary>
public sealed class NewerSchemaException(string path, long found, long known)
    : Exception($"{path} has schema {found}, this version of Vitrine knows up to {known}. Use the newer version, or restore a backup.");

/// <summary>
/// Brings a file to the newest schema: numbered scripts, each in a transaction with its number in <c>user_version</c>, so that a kill at
/// any moment leaves the file at one number or the next. Before an upgrade of a file that has data, a copy is kept beside it.
/// </summary>
public static class SqliteMigrator
{
    /// <param name="connection">In no transaction.</param>
    /// <param name="family">Folder below <c>Migrations/</c>.</param>
    public static int Migrate(SqliteConnection connection, string family)
    {
        var scripts = Scripts(family);
        var current = connection.Scalar("pragma user_version") ?? 0;
        var newest = scripts[^1].Number;
        if (current > newest) throw new NewerSchemaException(connection.Path, current, newest);
        if (current == newest) return newest;
        if (current > 0) Backup(connection, current);

        foreach (var (number, sql) in scripts.Where(script => script.Number > current))
        {
            connection.Execute("begin immediate");
            try
            {
                connection.Execute(sql);
                connection.Execute($"pragma user_version = {number.ToString(CultureInfo.InvariantCulture)}");
                connection.Execute("commit");
            }
            catch
            {
                if (connection.InTransaction) connection.Execute("rollback");
                throw;
            }
        }

        return newest;
    }

    /// <summary>The number that this version brings a file to.</summary>
    public static int Newest(string family) => Scripts(family)[^1].Number;

    internal static IReadOnlyList<(int Number, string Sql)> Scripts(string family)
    {
        var assembly = typeof(SqliteMigrator).Assembly;
        var prefix = $"Vitrine.Storage.Migrations.{family}.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture), Read(assembly, name)))];
    }

    private static string Read(System.Reflection.Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    // The copy gets its name only when it is whole, so a kill while copying leaves no half backup behind under that name.
    private static void Backup(SqliteConnection connection, long version)
    {
        var target = $"{connection.Path}.before-{(version + 1).ToString(CultureInfo.InvariantCulture)}";
        if (File.Exists(target)) return;
        var partial = target + ".partial";
        File.Delete(partial);
        connection.Prepare("vacuum into ?").Bind(1, partial).Run();
        File.Move(partial, target);
    }
}
