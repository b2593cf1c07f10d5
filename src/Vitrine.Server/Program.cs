using Vitrine.Server;
using System.Globalization;
using Vitrine.Media;
using Vitrine.Server.Cli;

// Not a verb for people, and started often: it skips everything that verbs need.
if (args is [MediaWorker.Verb, var maxBytes, var maxPixels, var memoryBytes])
{
    var plain = CultureInfo.InvariantCulture;
    return MediaWorker.Run(int.Parse(maxBytes, plain), long.Parse(maxPixels, plain), long.Parse(memoryBytes, plain));
}

return await CommandLine.RunAsync(args, VitrineLaunch.FromEnvironment());
