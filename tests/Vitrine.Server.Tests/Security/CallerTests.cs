using Vitrine.Core.Control;
using Vitrine.Server.Security;

namespace Vitrine.Server.Tests.Security;

/// <summary>Who may what, in their own project and in another.</summary>
public sealed class CallerTests
{
    private static readonly Permission[] All = Enum.GetValues<Permission>();

    private static readonly Dictionary<string, Caller> Callers = new()
    {
        ["ingest"] = Key(KeyKind.Ingest),
        ["app"] = Key(KeyKind.App),
        ["server"] = Key(KeyKind.Server),
        ["panel"] = new PanelHolder(new Session(new byte[32], SessionKind.Panel, null, "own", "https://shop.example", 0, 1)),
        ["nobody's account"] = Account(),
        ["viewer"] = Account(new RoleGrant("own", Role.Viewer)),
        ["editor"] = Account(new RoleGrant("own", Role.Editor)),
        ["admin"] = Account(new RoleGrant("own", Role.Admin)),
        ["viewer of all"] = Account(new RoleGrant("*", Role.Viewer)),
        ["admin of all"] = Account(new RoleGrant("*", Role.Admin)),
        ["viewer of all, admin"] = Account(new RoleGrant("*", Role.Viewer), new RoleGrant("own", Role.Admin)),
        ["local"] = LocalOperator.Instance,
        ["stranger"] = Stranger.Instance,
    };

    public static TheoryData<string, string, string> Matrix { get; } = new()
    {
        // Who, what in their own project, what in another.
        { "ingest", "Track Jobs Identified", "" },
        { "app", "Track Jobs Identified ReadOwn Generate", "" },
        { "server", "Track Jobs Identified ReadOwn Read ReadPanel Edit Generate", "" },
        { "panel", "ReadPanel", "" },
        { "nobody's account", "Identified", "Identified" },
        { "viewer", "Identified ReadOwn Read ReadPanel", "Identified" },
        { "editor", "Identified ReadOwn Read ReadPanel Edit Track Jobs Generate", "Identified" },
        { "admin", "Identified ReadOwn Read ReadPanel Edit Track Jobs Generate Administer", "Identified" },
        { "viewer of all", "Identified ReadOwn Read ReadPanel", "Identified ReadOwn Read ReadPanel" },
        { "admin of all", "Identified ReadOwn Read ReadPanel Edit Track Jobs Generate Administer AdministerAll", "Identified ReadOwn Read ReadPanel Edit Track Jobs Generate Administer AdministerAll" },
        { "viewer of all, admin", "Identified ReadOwn Read ReadPanel Edit Track Jobs Generate Administer", "Identified ReadOwn Read ReadPanel" },
        { "local", "Identified ReadOwn Read ReadPanel Edit Track Jobs Generate Administer AdministerAll", "Identified ReadOwn Read ReadPanel Edit Track Jobs Generate Administer AdministerAll" },
        { "stranger", "", "" },
    };

    [Theory, MemberData(nameof(Matrix))]
    public void Each_caller_may_what_is_written_here_and_nothing_else(string who, string own, string other)
    {
        Assert.Equal(Sorted(own), Sorted(May(Callers[who], "own")));
        Assert.Equal(Sorted(other), Sorted(May(Callers[who], "other")));
    }

    [Fact]
    public void The_matrix_has_every_caller_there_is()
    {
        var kinds = typeof(Caller).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Caller)));
        Assert.Equal(kinds.OrderBy(type => type.Name), Callers.Values.Select(caller => caller.GetType()).Distinct().OrderBy(type => type.Name));
        Assert.Equal(Callers.Keys.Order(), Matrix.Select(row => row.Data.Item1).Order());
    }

    [Theory]
    [InlineData("ingest", "own")]
    [InlineData("server", "own")]
    [InlineData("panel", "own")]
    [InlineData("viewer", "own")]
    [InlineData("nobody's account", "")]
    [InlineData("viewer of all", "own other default")]
    [InlineData("local", "own other default")]
    [InlineData("stranger", "default")]
    public void To_others_a_project_is_not_there(string who, string known) =>
        Assert.Equal(Sorted(known), Sorted(string.Join(' ', new[] { "own", "other", "default" }.Where(Callers[who].Knows))));

    private static string May(Caller caller, string project) => string.Join(' ', All.Where(permission => caller.May(permission, project)));

    private static string[] Sorted(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private static KeyHolder Key(KeyKind kind) => new(new ApiKey("0123", "own", kind, "x", new byte[32], "abcd", null, 0, "local"));

    private static AccountHolder Account(params RoleGrant[] grants) => new(
        new AccountWithRoles(new Account("id", "ann", null, "", 0), grants), new Session(new byte[32], SessionKind.Bearer, "id", null, null, 0, 1));
}
