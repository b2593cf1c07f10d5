using Vitrine.Server;
using Vitrine.Server.Cli;

return await CommandLine.RunAsync(args, VitrineLaunch.FromEnvironment());
