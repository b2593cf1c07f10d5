using System.Globalization;
using Vitrine.Media;

return MediaWorker.Run(
    int.Parse(args[0], CultureInfo.InvariantCulture), long.Parse(args[1], CultureInfo.InvariantCulture), long.Parse(args[2], CultureInfo.InvariantCulture));
