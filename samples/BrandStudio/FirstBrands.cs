using BrandStudio.Vitrine;

namespace BrandStudio;

/// <summary>Makes a few brands where Vitrine has none, as soon as it can be reached; what is there is left alone.</summary>
internal sealed partial class FirstBrands(VitrineClient vitrine, TimeProvider clock, ILogger<FirstBrands> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly Dataset[] Brands =
    [
        new("harbour-coffee", "Harbour Coffee", "Harbour Coffee Co.", "cosy, unhurried, morning light", ["green canvas apron", "chalk board with the day's roast", "steam over a copper kettle"]),
        new("fjell-outdoor", "Fjell Outdoor", "Fjell", "wide, quiet, honest weather", ["red wool beanie", "granite and low clouds", "a narrow trail that leads on"]),
        new("petal-and-pine", "Petal & Pine", "Petal & Pine", "fresh, botanical, generous", ["pressed fern leaves", "amber glass bottles", "linen in warm white"]),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if ((await vitrine.ListDatasetsAsync(stoppingToken)).Count == 0)
                {
                    foreach (var brand in Brands) await vitrine.CreateDatasetAsync(brand, stoppingToken);
                }
                return;
            }
            catch (VitrineException error)
            {
                LogNotYet(logger, error.Title, error.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "No brands yet. {Title}: {Message}")]
    private static partial void LogNotYet(ILogger logger, string title, string message);
}
