using System.Text;

namespace Vitrine.Server.Accounts;

/// <summary>Where the password of the first admin is written, if nobody chose one: <c>admin.password</c> in the data folder, readable by its owner only.</summary>
internal sealed class AdminPasswordFile(DataFolder data)
{
    public const string Name = "admin.password";

    public string Path { get; } = System.IO.Path.Combine(data.Path, Name);

    public bool Exists => File.Exists(Path);

    // Without a line end, so that --data-urlencode name@file sends the password and nothing else.
    public void Write(string password) => PrivateFile.Write(Path, Encoding.UTF8.GetBytes(password));

    /// <summary>An account has another password, or is gone: if it was the first admin, the file is of no more use.</summary>
    public void ForgetFor(string account)
    {
        if (string.Equals(account, FirstAdmin.Name, StringComparison.OrdinalIgnoreCase)) File.Delete(Path);
    }
}
