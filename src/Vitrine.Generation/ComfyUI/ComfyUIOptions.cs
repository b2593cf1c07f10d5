namespace Vitrine.Generation.ComfyUI;

/// <summary>A ComfyUI server and the workflow that it runs.</summary>
public sealed record ComfyUIOptions : ProviderOptions
{
    /// <summary>The address of a ComfyUI on the same machine.</summary>
    public static readonly Uri DefaultEndpoint = new("http://127.0.0.1:8188/");

    /// <summary>
    /// The workflow as ComfyUI exports it for its API, with places such as <c>{{prompt}}</c>, <c>{{negative_prompt}}</c>, <c>{{width}}</c>, <c>{{height}}</c>,
    /// <c>{{seed}}</c>, <c>{{count}}</c> and <c>{{reference_image}}</c> where its texts and numbers are. It has to have one for the prompt.
    /// </summary>
    public required string Workflow { get; init; }

    /// <summary>What stands for <c>{{model}}</c> where a request names none. Default none.</summary>
    public string? Model { get; init; }

    /// <summary>In pixels, where a request asks for no size; with a ratio, as many pixels in that ratio. Default 1,024; from 64 to 8,192.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>The same. Default 1,024; from 64 to 8,192.</summary>
    public int Height { get; init; } = 1024;

    /// <summary>How often the server is asked whether a picture is done, where it does not say so by itself. Default 1 second; from 0.05 to 60 seconds.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
