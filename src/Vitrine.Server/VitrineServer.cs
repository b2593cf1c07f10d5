using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Server.Accounts;
using Vitrine.Server.Audit;
using Vitrine.Server.Backup;
using Vitrine.Server.Compatibility;
using Vitrine.Server.Configuration;
using Vitrine.Server.Dashboard;
using Vitrine.Server.Datasets;
using Vitrine.Server.Docs;
using Vitrine.Server.Exports;
using Vitrine.Server.Generation;
using Vitrine.Server.Health;
using Vitrine.Server.Generation.Jobs;
using Vitrine.Server.Keys;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;
using Vitrine.Server.Local;
using Vitrine.Server.Maintenance;
using Vitrine.Server.Metrics;
using Vitrine.Server.Network;
using Vitrine.Server.Panels;
using Vitrine.Server.Personas;
using Vitrine.Server.Pictures;
using Vitrine.Server.Pricing;
using Vitrine.Server.Projects;
using Vitrine.Server.Query;
using Vitrine.Server.Search;
using Vitrine.Server.Security;
using Vitrine.Server.Tracking;
using Vitrine.Server.Views;

namespace Vitrine.Server;

/// <summary>Puts the server together. A feature is a line in <see cref="AddFeatures"/> where it has services, and a line in <see cref="MapFeatures"/>.</summary>
public static partial class VitrineServer
{
    /// <summary>Runs until stopped. What an operator can mend is said in a line on standard error.</summary>
    /// <param name="started">Called once it answers requests; its token is cancelled when the server stops.</param>
    /// <param name="cancellationToken">Stops the server, as Ctrl-C does.</param>
    /// <returns>The exit code: 0, or 1 where it could not start.</returns>
    public static async Task<int> RunAsync(
        VitrineLaunch launch, Func<WebApplication, CancellationToken, Task>? started = null, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var app = Build(launch);
            await app.StartAsync(cancellationToken);
            LogListening(app.Logger, string.Join(", ", app.Urls.Where(url => !LocalListener.IsLocalUrl(url))), app.Services.GetRequiredService<DataFolder>().Path);
            if (started is not null) await RunUntilStoppedAsync(app, started, cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (StartException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{error.Message} Choose another address with VITRINE_URLS.");
            return 1;
        }
    }

    private static async Task RunUntilStoppedAsync(WebApplication app, Func<WebApplication, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
        try
        {
            await work(app, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped in the middle of it, as asked.
        }
    }

    /// <summary>Reads the options and nothing else.</summary>
    /// <exception cref="StartException">One of them is wrong.</exception>
    internal static void CheckOptions(VitrineLaunch launch) => ReadOptions(ReadConfiguration(launch));

    /// <summary>Everything but listening: start the application that comes back, and dispose it.</summary>
    /// <exception cref="StartException">An option is wrong, or the data folder cannot be used.</exception>
    public static WebApplication Build(VitrineLaunch launch)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "vitrine" });
        var configuration = ReadConfiguration(launch);
        var options = ReadOptions(configuration);
        var data = DataFolder.Own(launch.DataFolder);
        LocalSocket? claimed = null;
        try
        {
            var services = builder.Services;
            var socket = claimed = LocalSocket.Claim(data);
            services.AddSingleton(_ => socket);
            foreach (var instance in options) services.AddSingleton(instance.GetType(), instance);
            // By factory, so that the container disposes it: the lock goes with the application.
            services.AddSingleton(_ => data);
            services.AddSingleton(launch.Clock);
            services.AddRoutingCore();
            services.ConfigureHttpJsonOptions(json =>
            {
                json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
                json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
                json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
                json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
                json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            });
            services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
            AddLogging(builder.Logging, configuration);
            AddFeatures(services);
            services.AddFirstAdmin(launch.AdminPassword);
            launch.ConfigureServices?.Invoke(services);
            builder.WebHost.UseKestrelCore().UseUrls([.. Urls(launch), socket.Url()]).ConfigureKestrel(kestrel =>
            {
                kestrel.MarkLocalCallers(socket);
                kestrel.AddServerHeader = false;
                kestrel.LimitRequests(options.OfType<NetworkOptions>().Single());
            });
            builder.WebHost.UseSockets(transport => { transport.UnsafePreferInlineScheduling = true; transport.ProtectLocalSocket(socket); });
            var app = builder.Build();
            // What is resolved first is disposed last: the lock outlives the socket, and both outlive the stores.
            _ = app.Services.GetRequiredService<DataFolder>();
            _ = app.Services.GetRequiredService<LocalSocket>();
            app.UseMiddleware<RequestGuard>();
            app.UseNetworkRules();
            app.UseMiddleware<Gate>();
            MapFeatures(app);
            return app;
        }
        catch
        {
            claimed?.Dispose();
            data.Dispose();
            throw;
        }
    }

    private static void AddFeatures(IServiceCollection services)
    {
        services.AddNetwork();
        services.AddSecurity();
        services.AddAccounts();
        services.AddProjects();
        services.AddPictures();
        services.AddPricing();
        services.AddGeneration();
        services.AddJobs();
        services.AddExports();
        services.AddTracking();
        services.AddBackup();
        services.AddHealth();
        services.AddMetricsPage();
        services.AddDocs();
    }

    private static void MapFeatures(WebApplication app)
    {
        app.MapAccounts();
        app.MapAudit();
        app.MapProjects();
        app.MapKeys();
        app.MapTracking();
        app.MapQuery();
        app.MapPictures();
        app.MapPricing();
        app.MapGeneration();
        app.MapDatasets();
        app.MapPersonas();
        app.MapJobs();
        app.MapLists();
        app.MapExports();
        app.MapSearch();
        app.MapViews();
        app.MapPanels();
        app.MapCompatibility();
        app.MapMaintenance();
        app.MapBackup();
        app.MapHealth();
        app.MapMetrics();
        app.MapDocs();
        app.MapDashboard();
    }

    private static IConfiguration ReadConfiguration(VitrineLaunch launch)
    {
        var configuration = new ConfigurationBuilder();
        if (launch.ReadEnvironment) configuration.AddEnvironmentVariables("Vitrine__");
        return configuration.AddInMemoryCollection(launch.Options).Build();
    }

    private static List<object> ReadOptions(IConfiguration configuration)
    {
        var binder = new OptionsBinder(configuration);
        List<object> options = [.. OptionClasses.All.Select(binder.Bind)];
        binder.ThrowIfFailed();
        return options;
    }

    private static string[] Urls(VitrineLaunch launch)
    {
        if (launch.LocalOnly) return [];
        var urls = launch.Urls.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (urls.Length == 0 || urls.Any(url => !IsPlainHttp(url)))
            throw new StartException($"VITRINE_URLS is '{launch.Urls}', but must be http addresses such as {VitrineLaunch.DefaultUrls}.");
        return urls;
    }

    private static bool IsPlainHttp(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http", Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void AddLogging(ILoggingBuilder logging, IConfiguration configuration) =>
        logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            // It would make an activity for each request, and RequestGuard leaves it nothing to log.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            // A start that failed is said by whoever started it.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
                console.UseUtcTimestamp = true;
            });

    [LoggerMessage(1, LogLevel.Information, "Vitrine listens on {Urls}, data in {Folder}")]
    private static partial void LogListening(ILogger logger, string urls, string folder);
}
