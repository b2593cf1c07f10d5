using System.CommandLine;
using Vitrine.Core.Control;

namespace Vitrine.Server.Cli;

/// <summary><c>--data</c>, on every verb.</summary>
internal sealed class DataOption : Option<string>
{
    public DataOption(VitrineLaunch launch) : base("--data")
    {
        Description = "The folder that holds everything Vitrine keeps (VITRINE_DATA).";
        HelpName = "FOLDER";
        DefaultValueFactory = _ => launch.DataFolder;
        Recursive = true;
    }

    /// <exception cref="StartException">There is no such folder, and looking must not make one.</exception>
    public static string Existing(string folder) =>
        Directory.Exists(folder) ? folder : throw new StartException($"There is no data folder {Path.GetFullPath(folder)}. Say with --data where it is.");
}

/// <summary><c>--project</c>, on verbs about one.</summary>
internal sealed class ProjectOption : Option<string>
{
    public ProjectOption() : base("--project")
    {
        Description = "The project.";
        HelpName = "SLUG";
        DefaultValueFactory = _ => Project.DefaultSlug;
    }
}
