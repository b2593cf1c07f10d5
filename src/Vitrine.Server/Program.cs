using Vitrine.Server;

return await VitrineServer.RunAsync(VitrineLaunch.FromEnvironment());
