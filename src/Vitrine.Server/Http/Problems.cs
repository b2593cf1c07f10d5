using Vitrine.Core.Query;

namespace Vitrine.Server.Http;

/// <summary>The one catalogue of everything that the server answers instead of a success. A code, once given out, never changes its meaning.</summary>
internal static class Problems
{
    public static readonly ProblemKind BadRequest = new(400, "bad_request", "The request is malformed");
    public static readonly ProblemKind InvalidBody = new(400, "invalid_body", "The body is not what the path takes");
    public static readonly ProblemKind Unauthorized = new(401, "unauthorized", "A valid key or token is needed");
    public static readonly ProblemKind Forbidden = new(403, "forbidden", "Not allowed");
    public static readonly ProblemKind NotFound = new(404, "not_found", "There is nothing here");
    public static readonly ProblemKind ProjectArchived = new(403, "project_archived", "The project is archived");
    public static readonly ProblemKind ProjectNotFound = new(404, "project_not_found", "There is no such project");
    public static readonly ProblemKind ProjectExists = new(409, "project_exists", "There is such a project already");
    public static readonly ProblemKind LastProject = new(409, "last_project", "It is the only project");
    public static readonly ProblemKind MethodNotAllowed = new(405, "method_not_allowed", "The path does not take this method");
    public static readonly ProblemKind NotAcceptable = new(406, "not_acceptable", "The answer cannot be given in that form");
    public static readonly ProblemKind RequestTimeout = new(408, "request_timeout", "The request came in too slowly");
    public static readonly ProblemKind AddressExpired = new(410, "address_expired", "The address has expired");
    public static readonly ProblemKind LengthRequired = new(411, "length_required", "The request must say how long it is");
    public static readonly ProblemKind BodyTooLarge = new(413, "body_too_large", "The body is too large");
    public static readonly ProblemKind UnsupportedMediaType = new(415, "unsupported_media_type", "The body's type or encoding is not taken here");
    public static readonly ProblemKind HostNotAllowed = new(421, "host_not_allowed", "The server does not answer under that name");
    public static readonly ProblemKind ArchiveChanged = new(409, "archive_changed", "What the archive was made of has changed");
    public static readonly ProblemKind RangeNotSatisfiable = new(416, "range_not_satisfiable", "There are no such bytes");
    public static readonly ProblemKind RateLimited = new(429, "rate_limited", "Too many requests");
    public static readonly ProblemKind HeadersTooLarge = new(431, "headers_too_large", "The headers are too large");

    public static readonly ProblemKind ConfirmationMissing = new(400, "confirmation_missing", "What cannot be undone was not confirmed");
    // Of accounts and of what people of a project make.
    public static readonly ProblemKind WeakPassword = new(400, "weak_password", "The password is too easily guessed");
    public static readonly ProblemKind InvalidCredentials = new(401, "invalid_credentials", "The name or the password is wrong");
    public static readonly ProblemKind WrongPassword = new(403, "wrong_password", "The password is wrong");
    public static readonly ProblemKind AccountNotFound = new(404, "account_not_found", "There is no such account");
    public static readonly ProblemKind NameTaken = new(409, "name_taken", "The name is taken");
    public static readonly ProblemKind LastAdmin = new(409, "last_admin", "Nobody would be left who may administer everything");
    public static readonly ProblemKind LimitReached = new(409, "limit_reached", "There are as many as there may be");
    public static readonly ProblemKind TooManyAttempts = new(429, "too_many_attempts", "Too many wrong passwords");
    public static readonly ProblemKind SignInBusy = new(503, "sign_in_busy", "Too many passwords are being checked");

    // Of bodies and facts; the codes are those of RefusalCodes.
    public static readonly ProblemKind InvalidJson = new(400, "invalid_json", "The body is not JSON");
    public static readonly ProblemKind InvalidEncoding = new(400, "invalid_encoding", "The body cannot be decompressed");
    public static readonly ProblemKind InvalidIdempotencyKey = new(400, "invalid_idempotency_key", "The Idempotency-Key is not one");
    public static readonly ProblemKind UnknownKind = new(400, "unknown_kind", "There is no such kind of fact");
    public static readonly ProblemKind MissingField = new(400, "missing_field", "Something that the fact needs is missing");
    public static readonly ProblemKind WrongType = new(400, "wrong_type", "A value has the wrong type");
    public static readonly ProblemKind InvalidValue = new(400, "invalid_value", "A value is none of those that are taken");
    public static readonly ProblemKind InvalidText = new(400, "invalid_text", "A text cannot be kept");
    public static readonly ProblemKind TooLong = new(400, "too_long", "A text is too long");
    public static readonly ProblemKind OutOfRange = new(400, "out_of_range", "A number is out of range");
    public static readonly ProblemKind TimeOutOfRange = new(400, "time_out_of_range", "A time is out of range");
    public static readonly ProblemKind Refused = new(400, "refused", "The fact cannot be kept");
    public static readonly ProblemKind FactTooLarge = new(413, "fact_too_large", "The fact is too large");
    public static readonly ProblemKind BatchTooLarge = new(413, "batch_too_large", "There is too much in one request");

    // Of images that were to be made; the reason of a failure is in the detail, and in the fact.
    public static readonly ProblemKind UnknownProvider = new(400, "unknown_provider", "There is no such provider");
    public static readonly ProblemKind ProviderConfigured = new(409, "provider_configured", "The configuration sets up the provider");
    public static readonly ProblemKind DefaultProvider = new(409, "default_provider", "It is the default provider");
    public static readonly ProblemKind DatasetNotFound = new(404, "dataset_not_found", "There is no such dataset");
    public static readonly ProblemKind JobState = new(409, "job_state", "The job is not in a state for that");
    public static readonly ProblemKind GenerationCancelled = new(409, "generation_cancelled", "The image is not wanted any more");
    public static readonly ProblemKind PictureRefused = new(422, "picture_refused", "The picture is not taken");
    public static readonly ProblemKind GenerationBlocked = new(422, "generation_blocked", "The provider would not make the image");
    public static readonly ProblemKind GenerationFailed = new(502, "generation_failed", "The provider made no image");
    public static readonly ProblemKind GenerationTimedOut = new(504, "generation_timed_out", "The provider took too long");

    public static readonly ProblemKind Internal = new(500, "internal_error", "The server failed");
    public static readonly ProblemKind Unavailable = new(503, "unavailable", "The server cannot answer now");
    public static readonly ProblemKind NotReady = new(503, "not_ready", "The server is not ready");
    public static readonly ProblemKind QueueFull = new(503, "queue_full", "Too many facts are waiting to be written");
    public static readonly ProblemKind Stopping = new(503, "stopping", "The server is stopping");
    public static readonly ProblemKind DiskFull = new(507, "disk_full", "The disk is full");

    // What a question or a list may get wrong.
    public static readonly ProblemKind MissingParameter = new(400, "missing_parameter", "A parameter is missing");
    public static readonly ProblemKind UnknownParameter = new(400, "unknown_parameter", "There is no such parameter");
    public static readonly ProblemKind UnknownMeasure = new(400, "unknown_measure", "There is no such measure");
    public static readonly ProblemKind MeasureNotOfKind = new(400, "measure_not_of_kind", "The kind does not have that measure");
    public static readonly ProblemKind UnknownDimension = new(400, "unknown_dimension", "There is no such dimension");
    public static readonly ProblemKind DimensionNotOfKind = new(400, "dimension_not_of_kind", "The kind does not have that dimension");
    public static readonly ProblemKind UnknownInterval = new(400, "unknown_interval", "There is no such interval");
    public static readonly ProblemKind UnknownTimeZone = new(400, "unknown_time_zone", "There is no such time zone");
    public static readonly ProblemKind UnknownValue = new(400, "unknown_value", "The parameter does not take that value");
    public static readonly ProblemKind MissingValue = new(400, "missing_value", "A filter has no value");
    public static readonly ProblemKind TooManyValues = new(400, "too_many_values", "A filter has too many values");
    public static readonly ProblemKind InvalidTime = new(400, "invalid_time", "That is not a time");
    public static readonly ProblemKind InvalidNumber = new(400, "invalid_number", "That is not a whole number");
    public static readonly ProblemKind InvalidFlag = new(400, "invalid_flag", "That is neither true nor false");
    public static readonly ProblemKind EmptyRange = new(400, "empty_range", "The range holds no time");
    public static readonly ProblemKind TooManyPoints = new(400, "too_many_points", "The series would have too many points");
    public static readonly ProblemKind InvalidCursor = new(400, "invalid_cursor", "The list has not given out that cursor");
    public static readonly ProblemKind QueryTooBroad = new(422, "query_too_broad", "The question needs more facts than the budget allows");

    /// <summary>Every kind, for <c>/docs/problems</c>.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
        [.. typeof(Problems).GetFields().Select(field => field.GetValue(null)).OfType<ProblemKind>().OrderBy(kind => kind.Status)];

    /// <summary>The first of the problems, with all of them.</summary>
    public static Problem Of(IReadOnlyList<QueryProblem> problems) =>
        All.First(kind => kind.Code == problems[0].Code).With(problems[0].Detail, problems[0].Field) with { Errors = problems };

    /// <summary>The kind for a status that was set without a body, as routing and Kestrel do.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        406 => NotAcceptable,
        408 => RequestTimeout,
        411 => LengthRequired,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => RateLimited,
        431 => HeadersTooLarge,
        503 => Unavailable,
        >= 500 => Internal,
        _ => BadRequest,
    };
}
