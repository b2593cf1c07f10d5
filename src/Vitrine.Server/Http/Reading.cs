using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Http;

/// <summary>A request that reads: its parameters, its project's store, and when it came. A handler takes it as its parameter.</summary>
internal sealed class Reading
{
    private readonly HttpContext context;

    private Reading(HttpContext context)
    {
        this.context = context;
        Options = context.RequestServices.GetRequiredService<QueryOptions>();
        Now = FactTime.Now(context.RequestServices.GetRequiredService<TimeProvider>());
        Parameters = new Parameters(context.Request.Query.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value ?? "")));
    }

    public static ValueTask<Reading?> BindAsync(HttpContext context) => new(new Reading(context));

    public QueryOptions Options { get; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long Now { get; }

    public Parameters Parameters { get; }

    /// <summary>Ends when the caller is gone; the store then stops working for it.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>The slug of the project that is read.</summary>
    public string Project => context.Admission().Project;

    /// <summary>The one user whose records the caller may see; null where it may see everybody's.</summary>
    public string? OnlyUser => context.Features.Get<Admission>()?.EndUser;

    /// <summary>True for the side panel, which sees a few numbers and the latest activities.</summary>
    public bool IsPanel => context.Features.Get<Admission>()?.Caller is PanelHolder;

    public bool MaySee(string? userId) => OnlyUser is not { } only || only == userId;

    /// <summary>The user whose records are asked for with <c>user_id</c>, or null for everybody's. A caller that may see one user's is held to that one.</summary>
    public string? UserId(string parameter = "user_id")
    {
        var asked = Parameters.Text(parameter);
        if (asked is not null && !MaySee(asked)) Parameters.Refuse(Problems.Forbidden.Code, parameter, "With this key only the records of the user in X-End-User can be read.");
        return OnlyUser ?? asked;
    }

    public IHeaderDictionary Headers => context.Response.Headers;

    /// <summary>What could not be understood so far, or null where all was.</summary>
    public Problem? Problem => Parameters.Problems.Count == 0 ? null : Problems.Of(Parameters.Problems);

    public ValueTask<IFactStore> GetStoreAsync() => Projects.GetStoreAsync(context);

    private IProjectStores Projects => context.RequestServices.GetRequiredService<IProjectStores>();

    /// <summary>The asked zone, else the project's.</summary>
    public DateTimeZone Zone() => Parameters.Zone(ProjectZone);

    /// <summary>In which the project's days begin.</summary>
    public DateTimeZone ProjectZone
    {
        get
        {
            var slug = context.Admission().Project;
            return Projects.Find(slug)?.Zone() ?? throw new ProjectGoneException(slug);
        }
    }

    /// <summary>The asked range, or null where neither <c>from</c> nor <c>to</c> nor <c>days</c> is given.</summary>
    public TimeRange? OptionalRange(DateTimeZone zone) =>
        Parameters.Names.Any(name => name is "from" or "to" or "days") ? Range(zone) : null;

    public TimeRange Range(DateTimeZone zone) => Parameters.Range(zone, null, Now, Options);

    /// <summary>Every fact that can be there.</summary>
    public TimeRange Always(DateTimeZone zone) => new(FactTime.Earliest, QueryRange.EndOfCurrent(null, Now + FactTime.MaxAhead, zone));

    /// <summary>The address of this request with one parameter changed, for <c>Link</c> headers.</summary>
    public string AddressWith(string name, string value)
    {
        var others = context.Request.Query.Where(pair => pair.Key != name && pair.Key != "page");
        return context.Request.Path + QueryString.Create(others).Add(name, value);
    }
}
