using System.Security;

namespace Vitrine.Media.Vips;

/// <summary>Fontconfig's file: the shipped font, and behind it the system's for scripts that it lacks.</summary>
internal static class FontConfiguration
{
    /// <returns>The path of a file that names the folder of fonts.</returns>
    public static string Write(string fonts)
    {
        var cache = Path.Combine(Path.GetTempPath(), $"vitrine-fontconfig-{Environment.UserName}");
        Directory.CreateDirectory(cache);
        var file = Path.Combine(cache, "fonts.conf");
        var draft = Path.Combine(cache, $"fonts.{Environment.ProcessId}.conf");
        File.WriteAllText(draft, $"""
            <?xml version="1.0"?>
            <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
            <fontconfig>
              <dir>{SecurityElement.Escape(fonts)}</dir>
              <dir>/usr/share/fonts</dir>
              <cachedir>{SecurityElement.Escape(cache)}</cachedir>
              <alias binding="strong"><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
            </fontconfig>
            """);
        File.Move(draft, file, overwrite: true);
        return file;
    }
}
