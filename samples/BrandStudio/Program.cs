using BrandStudio;

await using var studio = StudioApp.Build(args);
await studio.RunAsync();
