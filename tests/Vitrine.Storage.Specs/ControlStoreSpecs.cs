using Vitrine.Core.Control;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>What any control store does.</summary>
public abstract class ControlStoreSpecs : IAsyncLifetime
{
    private IControlStore store = null!;

    protected ManualClock Clock { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens the same store again and again.</summary>
    protected abstract Task<IControlStore> OpenAsync();

    public async ValueTask InitializeAsync() => store = await OpenAsync();

    public virtual ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task The_first_start_makes_the_default_project_and_later_ones_keep_what_there_is()
    {
        var made = Assert.Single(await store.ListProjectsAsync(Cancel));
        Assert.Equal((Project.DefaultSlug, "UTC"), (made.Slug, made.TimeZone));
        Assert.True(await store.CreateProjectAsync(new Project("bot", "Der Bot", "Europe/Berlin", 5), Cancel));
        Assert.True(await store.DeleteProjectAsync(Project.DefaultSlug, Cancel));
        await ReopenAsync();
        Assert.Equal(["bot"], (await store.ListProjectsAsync(Cancel)).Select(project => project.Slug));
    }

    [Fact]
    public async Task A_project_is_made_once_and_changed_by_its_slug()
    {
        var bot = new Project("bot", "Der Bot", "Europe/Berlin", 5);
        Assert.True(await store.CreateProjectAsync(bot, Cancel));
        Assert.False(await store.CreateProjectAsync(bot with { Name = "Another" }, Cancel));
        var changed = bot with { Name = "Bot", TimeZone = "Asia/Kolkata", ArchivedAt = 7 };
        Assert.True(await store.UpdateProjectAsync(changed, Cancel));
        Assert.False(await store.UpdateProjectAsync(changed with { Slug = "nobody" }, Cancel));
        Assert.Equal([changed], (await store.ListProjectsAsync(Cancel)).Where(project => project.Slug == "bot"));
    }

    [Fact]
    public async Task With_a_project_go_its_keys_views_panels_and_roles_and_nobody_elses()
    {
        await store.CreateProjectAsync(new Project("bot", "Bot", "Etc/UTC", 5), Cancel);
        await store.CreateAccountAsync(Person("anna"), [new("bot", Role.Admin), new("default", Role.Viewer)], Cancel);
        foreach (var project in (string[])["bot", "default"])
        {
            await store.AddKeyAsync(KeyOf(project), Cancel);
            await store.PutViewAsync(ViewOf(project), Cancel);
            await store.AddSessionAsync(new Session(new byte[] { (byte)project.Length }, SessionKind.Panel, null, project, "https://a", 0, 100), Cancel);
        }
        Assert.True(await store.DeleteProjectAsync("bot", Cancel));
        Assert.False(await store.DeleteProjectAsync("bot", Cancel));
        Assert.Equal(["default"], (await store.ListKeysAsync(Cancel)).Select(key => key.Project));
        Assert.Empty(await store.ListViewsAsync("bot", Cancel));
        Assert.Single(await store.ListViewsAsync("default", Cancel));
        Assert.Null(await store.FindSessionAsync(new byte[] { 3 }, 1, Cancel));
        Assert.NotNull(await store.FindSessionAsync(new byte[] { 7 }, 1, Cancel));
        Assert.Equal([new RoleGrant("default", Role.Viewer)], (await store.FindAccountByNameAsync("anna", Cancel))!.Grants);
    }

    [Fact]
    public async Task A_deleted_project_is_noted_until_nothing_of_it_is_left()
    {
        await store.CreateProjectAsync(new Project("bot", "Bot", "Etc/UTC", 5), Cancel);
        Assert.Empty(await store.ListRemovedProjectsAsync(Cancel));
        await store.DeleteProjectAsync("bot", Cancel);
        await store.DeleteProjectAsync("nobody", Cancel);
        await ReopenAsync();
        Assert.Equal(["bot"], await store.ListRemovedProjectsAsync(Cancel));
        await store.ForgetRemovedProjectAsync("bot", Cancel);
        Assert.Empty(await store.ListRemovedProjectsAsync(Cancel));
    }

    [Fact]
    public async Task Nothing_given_for_a_project_that_is_gone_opens_a_later_one_of_its_name()
    {
        Assert.False(await store.AddKeyAsync(KeyOf("bot"), Cancel));
        await store.CreateAccountAsync(Person("anna"), [new("bot", Role.Admin)], Cancel);
        await store.PutViewAsync(ViewOf("bot"), Cancel);
        await store.AddSessionAsync(new Session(new byte[] { 1 }, SessionKind.Panel, null, "bot", "https://a", 0, 100), Cancel);
        await store.CreateProjectAsync(new Project("bot", "Bot", "Etc/UTC", 5), Cancel);
        Assert.Empty(await store.ListKeysAsync(Cancel));
        Assert.Empty(await store.ListViewsAsync("bot", Cancel));
        Assert.Null(await OpenAsync(1, 1));
        Assert.Empty((await store.FindAccountByNameAsync("anna", Cancel))!.Grants);
    }

    [Fact]
    public async Task A_provider_comes_back_as_it_was_stored_last()
    {
        var plain = new ProviderRecord("comfyui", null, null, null, null, """{"a":1}""", 1, "local");
        var keyed = new ProviderRecord("gemini", new byte[] { 1, 2, 3 }, "m", "https://a/", "e", null, 2, "account:anna");
        await store.PutProviderAsync(keyed with { Model = "old", SealedKey = null }, Cancel);
        await store.PutProviderAsync(keyed, Cancel);
        await store.PutProviderAsync(plain, Cancel);
        await ReopenAsync();
        var found = await store.ListProvidersAsync(Cancel);
        Assert.Equal([plain, keyed with { SealedKey = null }], found.Select(provider => provider with { SealedKey = null }));
        Assert.Null(found[0].SealedKey);
        Assert.Equal(new byte[] { 1, 2, 3 }, found[1].SealedKey!.Value.ToArray());
        Assert.True(await store.DeleteProviderAsync("gemini", Cancel));
        Assert.False(await store.DeleteProviderAsync("gemini", Cancel));
        Assert.Equal("comfyui", Assert.Single(await store.ListProvidersAsync(Cancel)).Name);
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case()
    {
        Assert.True(await store.CreateAccountAsync(Person("Jürgen"), [], Cancel));
        Assert.False(await store.CreateAccountAsync(Person("JÜRGEN"), [new("*", Role.Admin)], Cancel));
        var found = await store.FindAccountByNameAsync("jürgen", Cancel);
        Assert.Equal("Jürgen", found!.Account.Name);
        Assert.Empty(found.Grants);
        Assert.Equal(found.Account, (await store.FindAccountAsync(found.Account.Id, Cancel))!.Account);
    }

    [Fact]
    public async Task An_account_comes_back_as_it_was_changed_and_what_is_not_named_stays()
    {
        var anna = Person("anna");
        await store.CreateAccountAsync(anna, [], Cancel);
        Assert.Equal(1, await store.CountAccountsAsync(Cancel));
        Assert.Equal(AccountOutcome.Done, await store.UpdateAccountAsync(anna.Id, new AccountChange { Email = "a@example.org" }, Cancel));
        Assert.Equal(AccountOutcome.Done, await store.UpdateAccountAsync(anna.Id, new AccountChange { PasswordHash = "other", IsDisabled = true }, Cancel));
        await ReopenAsync();
        var changed = anna with { Email = "a@example.org", PasswordHash = "other", IsDisabled = true };
        Assert.Equal([changed], (await store.ListAccountsAsync(Cancel)).Select(account => account.Account));
        await store.UpdateAccountAsync(anna.Id, new AccountChange { Email = "" }, Cancel);
        Assert.Null((await store.FindAccountAsync(anna.Id, Cancel))!.Account.Email);
        Assert.Equal(AccountOutcome.NotFound, await store.UpdateAccountAsync("nobody", new AccountChange { Email = "x" }, Cancel));
    }

    [Fact]
    public async Task A_change_can_ask_for_the_password_that_was_verified()
    {
        var anna = Person("anna");
        await store.CreateAccountAsync(anna, [], Cancel);
        var change = new AccountChange { PasswordHash = "new", IfPasswordHash = "hash" };
        Assert.Equal(AccountOutcome.Done, await store.UpdateAccountAsync(anna.Id, change, Cancel));
        Assert.Equal(AccountOutcome.NotFound, await store.UpdateAccountAsync(anna.Id, change with { PasswordHash = "newer" }, Cancel));
        Assert.Equal("new", (await store.FindAccountAsync(anna.Id, Cancel))!.Account.PasswordHash);
    }

    [Fact]
    public async Task A_sign_in_is_noted_with_its_session_or_neither_is()
    {
        var anna = Person("anna");
        await store.CreateAccountAsync(anna, [], Cancel);
        Assert.True(await store.SignInAsync(SessionOf(anna, 1), "hash", null, Cancel));
        Assert.Equal(anna with { LastSignInAt = 7 }, (await OpenAsync(1, 50))!.Account!.Account);
        Assert.True(await store.SignInAsync(SessionOf(anna, 2), "hash", "stronger", Cancel));
        Assert.False(await store.SignInAsync(SessionOf(anna, 3), "hash", null, Cancel));
        Assert.Null(await OpenAsync(3, 50));
        await store.UpdateAccountAsync(anna.Id, new AccountChange { IsDisabled = true }, Cancel);
        Assert.False(await store.SignInAsync(SessionOf(anna, 4), "stronger", null, Cancel));
        await store.UpdateAccountAsync(anna.Id, new AccountChange { IsDisabled = false }, Cancel);
        Assert.Null(await OpenAsync(4, 50));
        Assert.Equal("stronger", (await store.FindAccountAsync(anna.Id, Cancel))!.Account.PasswordHash);
    }

    [Fact]
    public async Task The_last_admin_of_all_projects_stays()
    {
        var (anna, bert) = (Person("anna"), Person("bert"));
        await store.CreateAccountAsync(anna, [new("*", Role.Admin)], Cancel);
        await store.CreateAccountAsync(bert, [new("*", Role.Editor), new("default", Role.Admin)], Cancel);
        Assert.Equal(AccountOutcome.LastAdmin, await store.DeleteAccountAsync(anna.Id, Cancel));
        Assert.Equal(AccountOutcome.LastAdmin, await store.UpdateAccountAsync(anna.Id, new AccountChange { IsDisabled = true, Email = "x" }, Cancel));
        Assert.Equal(AccountOutcome.LastAdmin, await store.SetRoleAsync(anna.Id, "*", Role.Editor, Cancel));
        Assert.Equal(AccountOutcome.LastAdmin, await store.SetRoleAsync(anna.Id, "*", null, Cancel));
        var kept = await store.FindAccountAsync(anna.Id, Cancel);
        Assert.Equal((anna, true), (kept!.Account, kept.IsAdminOfAll));
        Assert.Equal(AccountOutcome.Done, await store.SetRoleAsync(anna.Id, "*", Role.Admin, Cancel));
        Assert.Equal(AccountOutcome.Done, await store.SetRoleAsync(anna.Id, "default", Role.Viewer, Cancel));
        // A disabled admin is none.
        await store.UpdateAccountAsync(bert.Id, new AccountChange { IsDisabled = true }, Cancel);
        await store.SetRoleAsync(bert.Id, "*", Role.Admin, Cancel);
        Assert.Equal(AccountOutcome.LastAdmin, await store.DeleteAccountAsync(anna.Id, Cancel));
        await store.UpdateAccountAsync(bert.Id, new AccountChange { IsDisabled = false }, Cancel);
        Assert.Equal(AccountOutcome.Done, await store.DeleteAccountAsync(anna.Id, Cancel));
    }

    [Fact]
    public async Task A_role_replaces_the_one_before_and_none_takes_it_away()
    {
        var anna = Person("anna");
        await store.CreateAccountAsync(anna, [new("default", Role.Viewer)], Cancel);
        Assert.Equal(AccountOutcome.Done, await store.SetRoleAsync(anna.Id, "default", Role.Admin, Cancel));
        Assert.Equal(AccountOutcome.Done, await store.SetRoleAsync(anna.Id, RoleGrant.AllProjects, Role.Viewer, Cancel));
        Assert.Equal([new("*", Role.Viewer), new("default", Role.Admin)], (await store.FindAccountAsync(anna.Id, Cancel))!.Grants);
        Assert.Equal(AccountOutcome.Done, await store.SetRoleAsync(anna.Id, "default", null, Cancel));
        Assert.Equal([new RoleGrant("*", Role.Viewer)], (await store.FindAccountAsync(anna.Id, Cancel))!.Grants);
        Assert.Equal(AccountOutcome.NotFound, await store.SetRoleAsync("nobody", "default", Role.Viewer, Cancel));
    }

    [Fact]
    public async Task A_session_ends_with_its_time_its_end_and_its_account()
    {
        var anna = Person("anna");
        await store.CreateAccountAsync(anna, [new("default", Role.Viewer)], Cancel);
        for (byte token = 1; token <= 5; token++) await store.AddSessionAsync(new Session(new[] { token }, SessionKind.Bearer, anna.Id, null, null, 0, 100), Cancel);
        var open = await OpenAsync(1, 99);
        Assert.Equal((anna, Role.Viewer), (open!.Account!.Account, open.Account.Grants.In("default")));
        Assert.Null(await OpenAsync(1, 100));
        await store.ExtendSessionAsync(new byte[] { 1 }, 200, Cancel);
        Assert.NotNull(await OpenAsync(1, 100));
        await store.EndSessionAsync(new byte[] { 2 }, Cancel);
        Assert.Null(await OpenAsync(2, 1));
        await store.EndSessionsOfAsync(anna.Id, new byte[] { 3 }, Cancel);
        Assert.NotNull(await OpenAsync(3, 1));
        Assert.Null(await OpenAsync(4, 1));
        await store.UpdateAccountAsync(anna.Id, new AccountChange { Email = "a@example.org" }, Cancel);
        Assert.NotNull(await OpenAsync(3, 1));
        await store.AddSessionAsync(SessionOf(anna, 6), Cancel);
        await store.UpdateAccountAsync(anna.Id, new AccountChange { PasswordHash = "other", KeptSession = new byte[] { 3 } }, Cancel);
        Assert.NotNull(await OpenAsync(3, 1));
        Assert.Null(await OpenAsync(6, 1));
        await store.UpdateAccountAsync(anna.Id, new AccountChange { IsDisabled = true }, Cancel);
        await store.UpdateAccountAsync(anna.Id, new AccountChange { IsDisabled = false }, Cancel);
        Assert.Null(await OpenAsync(3, 1));
    }

    [Fact]
    public async Task With_an_account_go_its_sessions()
    {
        var anna = Person("anna");
        await store.CreateAccountAsync(anna, [new("default", Role.Viewer)], Cancel);
        await store.AddSessionAsync(new Session(new byte[] { 1 }, SessionKind.Cookie, anna.Id, null, null, 0, 100), Cancel);
        Assert.Equal(AccountOutcome.Done, await store.DeleteAccountAsync(anna.Id, Cancel));
        Assert.Equal(AccountOutcome.NotFound, await store.DeleteAccountAsync(anna.Id, Cancel));
        Assert.Null(await OpenAsync(1, 1));
        Assert.True(await store.CreateAccountAsync(anna, [], Cancel));
        Assert.Empty((await store.FindAccountAsync(anna.Id, Cancel))!.Grants);
    }

    [Fact]
    public async Task What_is_over_is_forgotten_and_nothing_else()
    {
        for (byte token = 1; token <= 2; token++) await store.AddSessionAsync(new Session(new[] { token }, SessionKind.Panel, null, "default", "https://a", 0, token * 10), Cancel);
        await store.RemoveExpiredSessionsAsync(10, Cancel);
        Assert.Null(await OpenAsync(1, 0));
        Assert.NotNull(await OpenAsync(2, 0));
    }

    [Fact]
    public async Task A_key_is_revoked_once_and_its_last_use_only_moves_on()
    {
        var key = KeyOf("default");
        await store.AddKeyAsync(key, Cancel);
        Assert.False(await store.RevokeKeyAsync("other", key.Id, 50, Cancel));
        Assert.True(await store.RevokeKeyAsync("default", key.Id, 50, Cancel));
        Assert.False(await store.RevokeKeyAsync("default", key.Id, 60, Cancel));
        await store.NoteKeyUseAsync([(key.Id, 40)], Cancel);
        await store.NoteKeyUseAsync([(key.Id, 30), ("nobody", 1)], Cancel);
        await ReopenAsync();
        var kept = Assert.Single(await store.ListKeysAsync(Cancel));
        Assert.Equal((50, 40), (kept.RevokedAt, kept.LastUsedAt));
        Assert.Equal(key.Hash.ToArray(), kept.Hash.ToArray());
        Assert.Equal(key with { Hash = default }, kept with { Hash = default, RevokedAt = null, LastUsedAt = null });
    }

    [Fact]
    public async Task A_view_is_its_projects_and_stored_again_it_is_changed()
    {
        var view = ViewOf("default");
        await store.PutViewAsync(view, Cancel);
        await store.PutViewAsync(view with { Name = "Other", IsPinned = true }, Cancel);
        Assert.Equal([view with { Name = "Other", IsPinned = true }], await store.ListViewsAsync("default", Cancel));
        Assert.Null(await store.FindViewAsync("other", view.Id, Cancel));
        Assert.False(await store.DeleteViewAsync("other", view.Id, Cancel));
        Assert.True(await store.DeleteViewAsync("default", view.Id, Cancel));
        Assert.Null(await store.FindViewAsync("default", view.Id, Cancel));
    }

    [Fact]
    public async Task The_audit_log_is_read_from_its_end_and_by_what_is_asked()
    {
        for (var index = 1; index <= 4; index++)
        {
            await store.AddAuditEntryAsync(new AuditEntry(
                0, index, index % 2 == 0 ? "local" : "account:anna", "key.created", index < 3 ? "default" : null, "t", "::1", "{}"), Cancel);
        }
        Assert.Equal([4, 3, 2, 1], await TimesAsync(new AuditQuery()));
        Assert.Equal([2, 1], await TimesAsync(new AuditQuery { Project = "default" }));
        Assert.Equal([3, 1], await TimesAsync(new AuditQuery { Actor = "account:anna" }));
        Assert.Empty(await TimesAsync(new AuditQuery { Action = "account.created" }));
        var first = await store.ListAuditEntriesAsync(new AuditQuery { Limit = 2 }, Cancel);
        Assert.Equal([2, 1], await TimesAsync(new AuditQuery { Before = first[^1].Id }));
    }

    [Fact]
    public async Task Old_entries_of_the_audit_log_are_forgotten_and_no_others()
    {
        for (var index = 1; index <= 4; index++) await store.AddAuditEntryAsync(new AuditEntry(0, index * 10, "local", "key.created", null, null, null, null), Cancel);
        Assert.Equal(2, await store.RemoveAuditEntriesAsync(30, Cancel));
        Assert.Equal(0, await store.RemoveAuditEntriesAsync(30, Cancel));
        Assert.Equal([40, 30], await TimesAsync(new AuditQuery()));
    }

    private async Task<IEnumerable<long>> TimesAsync(AuditQuery query) => (await store.ListAuditEntriesAsync(query, Cancel)).Select(entry => entry.Time);

    private Task<OpenSession?> OpenAsync(byte token, long now) => store.FindSessionAsync(new[] { token }, now, Cancel);

    private async Task ReopenAsync()
    {
        await store.DisposeAsync();
        store = await OpenAsync();
    }

    private static Account Person(string name) => new(Guid.CreateVersion7().ToString(), name, null, "hash", 1);

    private static Session SessionOf(Account account, byte token) => new(new[] { token }, SessionKind.Bearer, account.Id, null, null, 7, 100);

    private static ApiKey KeyOf(string project) => new("id-" + project, project, KeyKind.App, "name", new byte[] { 1, 2 }, "abcd", 60, 1, "local", 1000);

    private static SavedView ViewOf(string project) => new("view-" + project, project, "Name", "images", "source=scheduler", false, "local", 1, 2);
}
