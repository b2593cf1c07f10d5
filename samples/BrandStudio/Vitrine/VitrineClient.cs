using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Vitrine.Contracts;

namespace BrandStudio.Vitrine;

/// <summary>
/// Vitrine as the studio sees it. What is a person's goes with the app key and that person in <c>X-End-User</c>: Vitrine then shows and makes nothing but theirs.
/// The keys stay in here.
/// </summary>
internal sealed class VitrineClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly StudioOptions options;
    private readonly HttpClient http;

    public VitrineClient(IOptions<StudioOptions> options)
    {
        this.options = options.Value;
        // Names of people need not be ASCII.
        http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = this.options.VitrineUrl,
            // Some providers take minutes; Vitrine ends what takes too long.
            Timeout = TimeSpan.FromMinutes(10),
        };
    }

    public async Task<IReadOnlyList<Dataset>> ListDatasetsAsync(CancellationToken cancellationToken) =>
        (await AskAsync<DatasetList>(HttpMethod.Get, "/api/v1/datasets", null, null, cancellationToken)).Datasets;

    public Task CreateDatasetAsync(Dataset dataset, CancellationToken cancellationToken) =>
        AskAsync<Dataset>(HttpMethod.Post, "/api/v1/datasets", null, dataset, cancellationToken);

    public Task<PictureMade> MakeAsync(string person, PictureRequest request, CancellationToken cancellationToken) =>
        AskAsync<PictureMade>(HttpMethod.Post, "/ai/generate", person, request, cancellationToken);

    /// <summary>Another picture of what one was asked to be.</summary>
    public Task<PictureMade> MakeAgainAsync(string person, string id, CancellationToken cancellationToken) =>
        AskAsync<PictureMade>(HttpMethod.Post, $"/api/v1/images/{Uri.EscapeDataString(id)}/again", person, null, cancellationToken);

    public Task<PictureList> ListPicturesAsync(string person, int limit, int offset, string? datasetId, CancellationToken cancellationToken) =>
        AskAsync<PictureList>(
            HttpMethod.Get, $"/ai/generated-images?limit={limit}&offset={offset}" + (datasetId is null ? "" : $"&dataset_id={Uri.EscapeDataString(datasetId)}"),
            person, null, cancellationToken);

    public Task<PictureRecord> FindPictureAsync(string person, string id, CancellationToken cancellationToken) =>
        AskAsync<PictureRecord>(HttpMethod.Get, $"/ai/generated-images/{Uri.EscapeDataString(id)}", person, null, cancellationToken);

    /// <summary>The picture itself; the caller disposes the answer.</summary>
    public Task<HttpResponseMessage> OpenPictureAsync(string person, string id, int? size, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/api/v1/images/{Uri.EscapeDataString(id)}/picture" + (size is null ? "" : $"?size={size}"), person, null, cancellationToken);

    /// <summary>Tells Vitrine who a user is: the name that its lists show beside the id.</summary>
    public async Task TrackSignInAsync(string person, string name, CancellationToken cancellationToken)
    {
        var activity = new ActivityFact { ActivityType = "sign_in", UserId = person, FirstName = name };
        using var content = JsonContent.Create(activity, VitrineJson.Default.ActivityFact);
        using var response = await SendAsync(HttpMethod.Post, "/api/v1/track", person, content, cancellationToken);
    }

    public void Dispose() => http.Dispose();

    private async Task<T> AskAsync<T>(HttpMethod method, string path, string? person, object? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : JsonContent.Create(body, options: Json);
        using var response = await SendAsync(method, path, person, content, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new JsonException($"{path} answered null.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? person, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person is null ? options.ServerKey : options.AppKey);
        if (person is not null) request.Headers.Add("X-End-User", person);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw VitrineException.Unreachable(options.VitrineUrl, error);
        }
        if (response.StatusCode == HttpStatusCode.OK || response.StatusCode == HttpStatusCode.Created) return response;
        using (response) throw await VitrineException.ReadAsync(response, cancellationToken);
    }
}
