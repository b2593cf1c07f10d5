using System.Text;

namespace Vitrine.Server.Accounts;

/// <summary>Where the password of the first admin is written, if nobody chose one: <c>admin.password</c> in the data folder, readable by its owner only.</summary>
internal sealed class AdminPasswordFile(DataFolder data)
{
    public const string Name = "admin.password";

    public string Path { get; } = System.IO.Path.Combine(data.Path, Name);

    public bool Exists => File.Exists(Path);

    /// <summary>Writes it whole or not at all.</summary>
    public void Write(string password)
    {
        var unfinished = Path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(unfinished, options))
        {
            // Without a line end, so that --data-urlencode name@file sends the password and nothing else.
            stream.Write(Encoding.UTF8.GetBytes(password));
            stream.Flush(flushToDisk: true);
        }
        File.Move(unfinished, Path, overwrite: true);
    }

    /// <summary>An account has another password, or is gone: if it was the first admin, the file is of no more use.</summary>
    public void ForgetFor(string account)
    {
        if (string.Equals(account, FirstAdmin.Name, StringComparison.OrdinalIgnoreCase)) File.Delete(Path);
    }
}
